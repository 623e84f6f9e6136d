package org.meshgate.identity;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times in records. 3DAIGC-API wrote those of accounts and tokens in UTC without saying so. */
public final class StoredTimes {

    /** Python, which wrote these times, knows no other years; and milliseconds would not hold every year of Java. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private StoredTimes() {}

    /**
     * Reads ISO 8601 of the years 0 to 9999; without an offset it is UTC. Nothing for null and for any other text.
     */
    public static Optional<Instant> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return plausible(OffsetDateTime.parse(text).toInstant());
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
            return plausible(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> plausible(Instant time) {
        return Optional.of(time).filter(read -> !read.isBefore(EARLIEST) && !read.isAfter(LATEST));
    }
}
