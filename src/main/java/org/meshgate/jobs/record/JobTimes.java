package org.meshgate.jobs.record;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.meshgate.http.json.InstantSerializer;
import org.meshgate.redis.Timestamps;

/** Times as they stand in job records: ISO 8601. Ours are UTC; the GPU scheduler writes the offset of New York. */
public final class JobTimes {

    private static final DateTimeFormatter MONTH_FIRST =
            DateTimeFormatter.ofPattern("MM-dd-uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What a time of ours looks like, with zeros for digits. */
    private static final String OURS = "0000-00-00T00:00:00.000Z";

    private JobTimes() {}

    /** Whether it is spelt as {@link #write} does it, so that nothing is to be done for showing it. */
    public static boolean isOurs(String text) {
        return text.length() == OURS.length() && Timestamps.looksLike(text, OURS);
    }

    /** UTC, to the millisecond. */
    public static String write(Instant time) {
        return InstantSerializer.millis(time);
    }

    /** The day of a time that {@link #isOurs}, as 3DAIGC-API spells it: {@code mm-dd-yyyy}. */
    public static String dayOfOurs(String text) {
        return text.substring(5, 10) + "-" + text.substring(0, 4);
    }

    /** The day in UTC, as 3DAIGC-API spells it: {@code mm-dd-yyyy}. */
    public static String day(Instant time) {
        return MONTH_FIRST.format(time);
    }
}
