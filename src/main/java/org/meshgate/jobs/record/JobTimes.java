package org.meshgate.jobs.record;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.meshgate.http.json.InstantSerializer;
import org.meshgate.redis.Timestamps;

/** Times in job records, in ISO 8601. Meshgate writes UTC; the GPU scheduler writes the offset of New York. */
public final class JobTimes {

    private static final DateTimeFormatter MONTH_FIRST =
            DateTimeFormatter.ofPattern("MM-dd-uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The canonical format, with zeros for digits. */
    private static final String CANONICAL = "0000-00-00T00:00:00.000Z";

    private JobTimes() {}

    /** Whether a text has the format of {@link #write}, so that it can be shown unchanged. */
    public static boolean isCanonical(String text) {
        return text.length() == CANONICAL.length() && Timestamps.looksLike(text, CANONICAL);
    }

    /** Formats a time in UTC with milliseconds. */
    public static String write(Instant time) {
        return InstantSerializer.millis(time);
    }

    /** The day of a {@linkplain #isCanonical canonical} time in the format of 3DAIGC-API: {@code mm-dd-yyyy}. */
    public static String dayOfCanonical(String text) {
        return text.substring(5, 10) + "-" + text.substring(0, 4);
    }

    /** The day in UTC in the format of 3DAIGC-API: {@code mm-dd-yyyy}. */
    public static String day(Instant time) {
        return MONTH_FIRST.format(time);
    }
}
