package org.meshgate.jobs.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.http.Paging;
import org.meshgate.http.TimeRange;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.redis.Timestamps;

/**
 * The filter and the page that a client requests of the history.
 *
 * @param paging limit and offset; the offset is 0 with a cursor
 * @param cursor the end of the previous page, as the client sent it
 * @param status absent for any
 * @param feature absent for any; an unknown one matches no job
 * @param from created at this time or later
 * @param to created at this time or earlier
 * @param owner id of the user whose jobs are listed; absent for all that the caller may see
 */
public record HistoryFilter(
        Paging paging,
        Optional<String> cursor,
        Optional<JobStatus> status,
        Optional<String> feature,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> owner) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_FEATURE_LENGTH = 64;

    /** Accounts of 3DAIGC-API have such ids, too. */
    private static final Pattern USER = Pattern.compile("user_[0-9a-f]{16}");

    /**
     * The query parameters as the client sent them; a blank one counts as absent, because HTML forms send empty fields.
     */
    public record Parameters(
            Optional<String> limit,
            Optional<String> offset,
            Optional<String> cursor,
            Optional<String> status,
            Optional<String> feature,
            Optional<String> startDate,
            Optional<String> endDate) {}

    /** Parses the query parameters; throws a {@link ValidationFailedException} with an error for each invalid one. */
    public static HistoryFilter of(Parameters parameters) {
        List<FieldError> errors = new ArrayList<>();
        Optional<String> cursor = nonBlank(parameters.cursor());
        Paging paging = new Paging(DEFAULT_LIMIT, 0);
        try {
            paging = Paging.clamped(
                    nonBlank(parameters.limit()), nonBlank(parameters.offset()), DEFAULT_LIMIT, MAX_LIMIT);
        } catch (ValidationFailedException e) {
            errors.addAll(e.fieldErrors());
        }
        if (cursor.isPresent() && paging.offset() > 0) {
            errors.add(new FieldError("offset", "must not come with a cursor"));
        }
        Optional<JobStatus> status = nonBlank(parameters.status()).flatMap(text -> {
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
        Optional<String> feature = nonBlank(parameters.feature());
        if (feature.filter(text -> text.length() > MAX_FEATURE_LENGTH).isPresent()) {
            errors.add(new FieldError("feature", "must have at most " + MAX_FEATURE_LENGTH + " characters"));
        }
        if (!errors.isEmpty()) {
            throw new ValidationFailedException(errors);
        }
        return new HistoryFilter(paging, cursor, status, feature, created.from(), created.to(), Optional.empty());
    }

    /** This filter for the jobs of one user; throws a {@link ValidationFailedException} for anything but an id. */
    public HistoryFilter ofUser(Optional<String> userId) {
        Optional<String> given = nonBlank(userId);
        if (given.filter(id -> !USER.matcher(id).matches()).isPresent()) {
            throw new ValidationFailedException("user_id", "must be the id of a user");
        }
        return new HistoryFilter(paging, cursor, status, feature, from, to, given);
    }

    /** Identifies the filtered list, because a cursor is valid for one list only. */
    String listName(String index) {
        return index + "|" + feature.orElse("") + "|"
                + from.map(Instant::toString).orElse("") + "|"
                + to.map(Instant::toString).orElse("");
    }

    private static Optional<String> nonBlank(Optional<String> text) {
        return text.filter(value -> !value.isBlank());
    }
}
