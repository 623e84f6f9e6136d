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

/** Times in file records: as 3DAIGC-API writes them, without an offset, to the microsecond. Ours are UTC. */
public final class UploadTimes {

    private static final DateTimeFormatter RECORD = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private UploadTimes() {}

    static String write(Instant time) {
        return RECORD.format(time);
    }

    /** Reads any offset; a time without one is UTC. */
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

    /** As answers have it: UTC with its Z, to the millisecond; what is no time stays as it is. */
    public static String shown(String text) {
        return parse(text)
                .map(time -> time.truncatedTo(ChronoUnit.MILLIS).toString())
                .orElse(text);
    }
}
