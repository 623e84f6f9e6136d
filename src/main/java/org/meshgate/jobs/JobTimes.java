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
            DateTimeFormatter.ofPattern("MM-dd-uuuu").withZone(ZoneOffset.UTC);

    /** What a time of ours looks like, with zeros for digits. */
    private static final String OURS = "0000-00-00T00:00:00.000Z";

    /** Outside of these nobody ever made a job; and milliseconds would not hold every year that Java can read. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** The part of a time that all have, with zeros for digits; digits of a second and an offset follow. */
    private static final String COMMON = OURS.substring(0, 19);

    private static final int MOST_SECOND_DIGITS = 9;

    private JobTimes() {}

    /** From the year 0 to 9999. */
    static boolean isPlausible(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    /** Reads any offset; a time without one is UTC, as the readers of 3DAIGC-API take it. */
    static Optional<Instant> parse(String text) {
        Optional<Instant> usual = usual(text);
        return usual.isPresent() ? usual : unusual(text);
    }

    /**
     * Reads the spelling of Meshgate and of 3DAIGC-API, of which a page of history has hundreds. Absent for any other, and
     * for a day that there is not.
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
                nanos = at - first < MOST_SECOND_DIGITS ? nanos * 10 + text.charAt(at) - '0' : -1;
            }
            if (at == first || at - first > MOST_SECOND_DIGITS) {
                return Optional.empty();
            }
            for (int digits = at - first; digits < MOST_SECOND_DIGITS; digits++) {
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
            return Optional.of(local.toInstant(ZoneOffset.of(zone))).filter(JobTimes::isPlausible);
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
                    .filter(JobTimes::isPlausible);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether it is spelt as {@link #write} does it, so that nothing is to be done for showing it. */
    static boolean isOurs(String text) {
        return text.length() == OURS.length() && looksLike(text, OURS);
    }

    /** Whether a text begins like a pattern, which has zeros for digits. */
    private static boolean looksLike(String text, String pattern) {
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

    /** UTC, to the millisecond. */
    static String write(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        char[] text = OURS.toCharArray();
        digits(text, 0, 4, utc.getYear());
        digits(text, 5, 7, utc.getMonthValue());
        digits(text, 8, 10, utc.getDayOfMonth());
        digits(text, 11, 13, utc.getHour());
        digits(text, 14, 16, utc.getMinute());
        digits(text, 17, 19, utc.getSecond());
        digits(text, 20, 23, time.getNano() / 1_000_000);
        return new String(text);
    }

    private static void digits(char[] text, int from, int to, int number) {
        int rest = number;
        for (int at = to - 1; at >= from; at--) {
            text[at] = (char) ('0' + rest % 10);
            rest /= 10;
        }
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
