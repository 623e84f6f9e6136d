package org.meshgate.jobs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** Times as they stand in job records: ISO 8601. Ours are UTC; the GPU scheduler writes the offset of New York. */
final class JobTimes {

    private static final DateTimeFormatter MONTH_FIRST =
            DateTimeFormatter.ofPattern("MM-dd-yyyy").withZone(ZoneOffset.UTC);

    /** What a time of ours looks like, with zeros for digits. */
    private static final String OURS = "0000-00-00T00:00:00.000Z";

    /** Outside of these nobody ever made a job; and milliseconds would not hold every year that Java can read. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final DateTimeFormatter OF_OURS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private JobTimes() {}

    /** From the year 0 to 9999. */
    static boolean isPlausible(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    /** Reads any offset; a time without one is UTC, as the readers of 3DAIGC-API take it. */
    static Optional<Instant> parse(String text) {
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                            time instanceof OffsetDateTime withOffset
                                    ? withOffset.toInstant()
                                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC))
                    .filter(JobTimes::isPlausible);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether it is spelt as {@link #write} does it, so that nothing is to be done for showing it. */
    static boolean isOurs(String text) {
        if (text.length() != OURS.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char expected = OURS.charAt(i);
            char c = text.charAt(i);
            if (expected == '0' ? c < '0' || c > '9' : c != expected) {
                return false;
            }
        }
        return true;
    }

    /** UTC, to the millisecond. */
    static String write(Instant time) {
        return OF_OURS.format(time);
    }

    /** The day of a time that {@link #isOurs}, as 3DAIGC-API spells it: {@code mm-dd-yyyy}. */
    static String dayOfOurs(String text) {
        return text.substring(5, 10) + "-" + text.substring(0, 4);
    }

    /** The day in UTC, as 3DAIGC-API spells it: {@code mm-dd-yyyy}. */
    static String day(Instant time) {
        return MONTH_FIRST.format(time);
    }
}
