package org.meshgate.files.upload.storage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** The time format of upload records: that of 3DAIGC-API, without an offset, in microseconds. Meshgate writes UTC. */
public final class UploadTimes {

    private static final DateTimeFormatter RECORD = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private UploadTimes() {}

    static String write(Instant time) {
        return RECORD.format(time);
    }

    /** Parses a time with any offset; without one it is UTC. */
    static Optional<Instant> parse(String text) {
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    time instanceof OffsetDateTime withOffset
                            ? withOffset.toInstant()
                            : LocalDateTime.from(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The format of responses: UTC with a Z, in milliseconds. Text that is not a time is returned unchanged. */
    public static String shown(String text) {
        return parse(text)
                .map(time -> time.truncatedTo(ChronoUnit.MILLIS).toString())
                .orElse(text);
    }
}
