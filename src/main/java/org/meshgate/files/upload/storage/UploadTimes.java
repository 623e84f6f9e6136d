package org.meshgate.files.upload.storage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.meshgate.redis.Timestamps;

/** The time format of upload records: that of 3DAIGC-API, without an offset, in microseconds. Meshgate writes UTC. */
public final class UploadTimes {

    private static final DateTimeFormatter RECORD = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private UploadTimes() {}

    static String write(Instant time) {
        return RECORD.format(time);
    }

    /** The format of responses: UTC with a Z, in milliseconds. Text that is not a time is returned unchanged. */
    public static String shown(String text) {
        return Timestamps.parse(text)
                .map(time -> time.truncatedTo(ChronoUnit.MILLIS).toString())
                .orElse(text);
    }
}
