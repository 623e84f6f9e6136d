package org.meshgate.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.meshgate.problem.FieldError;

/**
 * A range of times from two query parameters. Each is a time with any offset, without one in UTC, or a date, which is
 * its first millisecond at the start of a range and its last one at the end. An empty parameter counts as absent.
 *
 * @param from the earliest time, inclusive
 * @param to the latest time, inclusive
 */
public record TimeRange(Optional<Instant> from, Optional<Instant> to) {

    private static final String RULE = "must be a date such as 2026-01-31, or a time such as 2026-01-31T09:30:00Z";

    /** Parses a time in the format of records. */
    @FunctionalInterface
    public interface TimeParser {
        Optional<Instant> parse(String text);
    }

    /**
     * A query parameter.
     *
     * @param text as the client sent it, decoded
     */
    public record Parameter(String name, Optional<String> text) {}

    /**
     * Reads both parameters.
     *
     * @param times for values that are not a date
     * @param errors receives the invalid parameters
     */
    public static TimeRange of(Parameter from, Parameter to, TimeParser times, List<FieldError> errors) {
        TimeRange range = new TimeRange(time(from, false, times, errors), time(to, true, times, errors));
        if (range.from.isPresent() && range.to.isPresent() && range.from.get().isAfter(range.to.get())) {
            errors.add(new FieldError(to.name(), "must not be before " + from.name()));
        }
        return range;
    }

    private static Optional<Instant> time(Parameter parameter, boolean end, TimeParser times, List<FieldError> errors) {
        Optional<String> text = parameter.text().filter(value -> !value.isEmpty());
        Optional<Instant> time = text.flatMap(value -> times.parse(value.replace(' ', '+'))
                .or(() -> day(value, end))); // decoding has turned a plus into a space
        if (text.isPresent() && time.isEmpty()) {
            errors.add(new FieldError(parameter.name(), RULE));
        }
        return time;
    }

    private static Optional<Instant> day(String text, boolean end) {
        try {
            LocalDate date = LocalDate.parse(text);
            Instant first = date.atStartOfDay().toInstant(ZoneOffset.UTC);
            return date.getYear() < 0 || date.getYear() > 9999
                    ? Optional.empty()
                    : Optional.of(end ? first.plus(1, ChronoUnit.DAYS).minusMillis(1) : first);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
