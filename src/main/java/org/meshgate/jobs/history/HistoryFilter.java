package org.meshgate.jobs.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meshgate.http.Paging;
import org.meshgate.http.TimeRange;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.redis.Timestamps;

/**
 * Which part of the history a client wants.
 *
 * @param paging how many, and from where; the offset is 0 with a cursor
 * @param cursor where an earlier part ended, as the client sent it
 * @param status absent for any
 * @param feature absent for any; one that nobody knows is an empty list
 * @param from created at this time or later
 * @param to created at this time or earlier
 */
public record HistoryFilter(
        Paging paging,
        Optional<String> cursor,
        Optional<JobStatus> status,
        Optional<String> feature,
        Optional<Instant> from,
        Optional<Instant> to) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_FEATURE_LENGTH = 64;

    /** The query parameters as the client wrote them; a blank one counts as absent, as browsers' forms send it. */
    public record Parameters(
            Optional<String> limit,
            Optional<String> offset,
            Optional<String> cursor,
            Optional<String> status,
            Optional<String> feature,
            Optional<String> startDate,
            Optional<String> endDate) {}

    /** Reads the query; fails with {@link ValidationFailedException} that names every parameter that is wrong. */
    public static HistoryFilter of(Parameters parameters) {
        List<FieldError> errors = new ArrayList<>();
        Optional<String> cursor = given(parameters.cursor());
        Paging paging = new Paging(DEFAULT_LIMIT, 0);
        try {
            paging = Paging.clamped(given(parameters.limit()), given(parameters.offset()), DEFAULT_LIMIT, MAX_LIMIT);
        } catch (ValidationFailedException e) {
            errors.addAll(e.fieldErrors());
        }
        if (cursor.isPresent() && paging.offset() > 0) {
            errors.add(new FieldError("offset", "must not come with a cursor"));
        }
        Optional<JobStatus> status = given(parameters.status()).flatMap(text -> {
            Optional<JobStatus> known = JobStatus.of(text.strip().toLowerCase(Locale.ROOT));
            if (known.isEmpty()) {
                errors.add(
                        new FieldError("status", "must be one of: queued, processing, completed, failed, cancelled"));
            }
            return known;
        });
        TimeRange created = TimeRange.of(
                new TimeRange.Parameter("start_date", parameters.startDate()),
                new TimeRange.Parameter("end_date", parameters.endDate()),
                Timestamps::parse,
                errors);
        Optional<String> feature = given(parameters.feature());
        if (feature.filter(text -> text.length() > MAX_FEATURE_LENGTH).isPresent()) {
            errors.add(new FieldError("feature", "must have at most " + MAX_FEATURE_LENGTH + " characters"));
        }
        if (!errors.isEmpty()) {
            throw new ValidationFailedException(errors);
        }
        return new HistoryFilter(paging, cursor, status, feature, created.from(), created.to());
    }

    /** What a cursor stands for besides its place: it is of use for the same list only. */
    String listName(String index) {
        return index + "|" + feature.orElse("") + "|"
                + from.map(Instant::toString).orElse("") + "|"
                + to.map(Instant::toString).orElse("");
    }

    private static Optional<String> given(Optional<String> text) {
        return text.filter(value -> !value.isBlank());
    }
}
