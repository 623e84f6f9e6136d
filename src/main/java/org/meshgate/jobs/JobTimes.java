package org.meshgate.jobs;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.meshgate.redis.RecordTimes;

/** Times as they stand in job records: ISO 8601. Ours are UTC; the GPU scheduler writes the offset of New York. */
final class JobTimes {

    private static final DateTimeFormatter MONTH_FIRST =
            DateTimeFormatter.ofPattern("MM-dd-uuuu").withZone(ZoneOffset.UTC);

    /** What a time of ours looks like, with zeros for digits. */
    private static final String OURS = "0000-00-00T00:00:00.000Z";

    private JobTimes() {}

    /** Whether it is spelt as {@link #write} does it, so that nothing is to be done for showing it. */
    static boolean isOurs(String text) {
        return text.length() == OURS.length() && RecordTimes.looksLike(text, OURS);
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
