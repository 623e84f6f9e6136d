package org.meshgate.identity;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times in records. 3DAIGC-API wrote those of accounts and tokens in UTC without saying so. */
public final class StoredTimes {

    private StoredTimes() {}

    /** Reads ISO 8601; without an offset it is UTC. Nothing for null and for any other text. */
    public static Optional<Instant> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return parseNaive(text);
        }
    }

    /** Reads milliseconds since 1970 as Redis tells the score of a sorted set; nothing for what is no number. */
    static Optional<Instant> ofScore(String score) {
        try {
            return Optional.of(Instant.ofEpochMilli((long) Double.parseDouble(score)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> parseNaive(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
