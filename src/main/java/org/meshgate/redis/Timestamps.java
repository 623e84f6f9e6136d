package org.meshgate.redis;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Times in records, in ISO 8601. In records of 3DAIGC-API, times of accounts are UTC without an offset, and times of
 * jobs have the offset of its scheduler.
 */
public final class Timestamps {

    /** The years of Python, which wrote these times; milliseconds could not hold every year of Java. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** The common part of all times, with zeros for digits; a fraction and an offset follow. */
    private static final String COMMON = "0000-00-00T00:00:00";

    private static final int MAX_SECOND_DIGITS = 9;

    private Timestamps() {}

    /** From the year 0 to 9999. */
    public static boolean isPlausible(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    /**
     * Reads any offset; a time without one is UTC, as 3DAIGC-API reads it. Empty for any other text and for
     * years outside of 0 to 9999.
     *
     * @param text may be null
     */
    public static Optional<Instant> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Instant> usual = usual(text);
        return usual.isPresent() ? usual : unusual(text);
    }

    /** Parses the score of a sorted set, in milliseconds since 1970; empty if it is not a number. */
    public static Optional<Instant> ofScore(String score) {
        try {
            return Optional.of(Instant.ofEpochMilli((long) Double.parseDouble(score)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Fast path for the formats of Meshgate and of 3DAIGC-API: a page of history has hundreds of times. Absent for
     * any other format and for a date that does not exist.
     */
    private static Optional<Instant> usual(String text) {
        if (!looksLike(text, COMMON)) {
            return Optional.empty();
        }
        int at = COMMON.length();
        int nanos = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            int first = ++at;
            for (; at < text.length() && isDigit(text.charAt(at)); at++) {
                nanos = at - first < MAX_SECOND_DIGITS ? nanos * 10 + text.charAt(at) - '0' : -1;
            }
            if (at == first || at - first > MAX_SECOND_DIGITS) {
                return Optional.empty();
            }
            for (int digits = at - first; digits < MAX_SECOND_DIGITS; digits++) {
                nanos *= 10;
            }
        }
        String zone = text.substring(at);
        if (!zone.equals("Z") && !looksLike(zone, "+00:00") && !looksLike(zone, "-00:00") || zone.length() > 6) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, 19),
                    nanos);
            return Optional.of(local.toInstant(ZoneOffset.of(zone))).filter(Timestamps::isPlausible);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> unusual(String text) {
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                            time instanceof OffsetDateTime withOffset
                                    ? withOffset.toInstant()
                                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC))
                    .filter(Timestamps::isPlausible);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether a text begins like a pattern, which has zeros for digits. */
    public static boolean looksLike(String text, String pattern) {
        if (text.length() < pattern.length()) {
            return false;
        }
        for (int i = 0; i < pattern.length(); i++) {
            char expected = pattern.charAt(i);
            char c = text.charAt(i);
            if (expected == '0' ? !isDigit(c) : c != expected) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
