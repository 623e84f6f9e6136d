package org.meshgate.webhooks.network;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the header {@code Retry-After} (RFC 9110 section 10.2.3). */
final class RetryAfter {

    /** As long as the longest pause between two attempts. */
    static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,1000}");
    private static final int DIGITS_OF_A_DAY = 5;

    private RetryAfter() {}

    /** The pause, from none to a day; empty for what is neither seconds nor a date. */
    static Optional<Duration> parse(String header, Clock clock) {
        String text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            String digits = text.replaceFirst("^0+(?=\\d)", "");
            return Optional.of(
                    digits.length() > DIGITS_OF_A_DAY ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(digits))));
        }
        try {
            Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(bounded(Duration.between(clock.instant(), date)));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration pause) {
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
