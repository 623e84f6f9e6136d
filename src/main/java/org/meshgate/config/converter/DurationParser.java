package org.meshgate.config.converter;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one form of durations in all settings: a whole number with {@code ms}, {@code s}, {@code m}, {@code h} or
 * {@code d}, a bare number of seconds, or ISO 8601 such as {@code PT1H30M}.
 */
public final class DurationParser {

    private static final Pattern FORM = Pattern.compile("(\\d{1,10})(ms|s|m|h|d)?");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private DurationParser() {}

    /** Reads a duration; empty for anything else. */
    public static Optional<Duration> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (parts.matches()) {
            String unit = parts.group(2) == null ? "s" : parts.group(2);
            return Optional.of(UNITS.get(unit).multipliedBy(Long.parseLong(parts.group(1))));
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
