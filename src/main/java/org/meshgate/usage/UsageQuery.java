package org.meshgate.usage;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/**
 * Which usage is asked for.
 *
 * @param from first day, in UTC
 * @param to last day, in UTC; {@value #MAX_DAYS} days at most
 */
record UsageQuery(LocalDate from, LocalDate to, Grouping by) {

    /** The longest range. */
    static final int MAX_DAYS = 400;

    private static final int DEFAULT_DAYS = 30;
    private static final Pattern DATE = Pattern.compile("[1-9]\\d{3}-\\d{2}-\\d{2}");

    /** What the rows of a report stand for. */
    enum Grouping {
        DAY,
        FEATURE,
        TOKEN,
        USER;

        String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The query parameters as the client sent them. */
    record Parameters(Optional<String> from, Optional<String> to, Optional<String> by) {}

    /**
     * Reads query parameters. Without dates it is the last 30 days, and without a grouping the days.
     *
     * @param today in UTC
     * @throws ValidationFailedException that names each wrong parameter
     */
    static UsageQuery of(Parameters parameters, LocalDate today, Set<Grouping> groupings) {
        List<FieldError> errors = new ArrayList<>();
        LocalDate to = date("to", parameters.to(), errors).orElse(today);
        LocalDate from = date("from", parameters.from(), errors).orElse(to.minusDays(DEFAULT_DAYS - 1L));
        if (errors.isEmpty() && from.isAfter(to)) {
            errors.add(new FieldError("from", "must not be after to"));
        } else if (errors.isEmpty() && ChronoUnit.DAYS.between(from, to) >= MAX_DAYS) {
            errors.add(new FieldError("from", "must be such that the range has " + MAX_DAYS + " days at most"));
        }
        Optional<Grouping> by = parameters.by().isEmpty()
                ? Optional.of(Grouping.DAY)
                : EnumSet.copyOf(groupings).stream()
                        .filter(grouping ->
                                grouping.jsonName().equals(parameters.by().get()))
                        .findFirst();
        if (by.isEmpty()) {
            errors.add(new FieldError(
                    "by",
                    "must be one of "
                            + EnumSet.copyOf(groupings).stream()
                                    .map(Grouping::jsonName)
                                    .collect(Collectors.joining(", "))));
        }
        if (!errors.isEmpty()) {
            throw new ValidationFailedException(errors);
        }
        return new UsageQuery(from, to, by.get());
    }

    private static Optional<LocalDate> date(String field, Optional<String> text, List<FieldError> errors) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (DATE.matcher(text.get()).matches()) {
                return Optional.of(LocalDate.parse(text.get()));
            }
        } catch (DateTimeException e) {
            // a date that does not exist
        }
        errors.add(new FieldError(field, "must be a date such as 2026-01-31"));
        return Optional.empty();
    }

    List<LocalDate> days() {
        return from.datesUntil(to.plusDays(1)).toList();
    }
}
