package org.meshgate.identity;

import java.time.Instant;
import java.util.Optional;
import org.meshgate.redis.Timestamps;

/** Parses times in Redis. 3DAIGC-API stored the times of accounts and tokens in UTC without an offset. */
public final class StoredTimes {

    private StoredTimes() {}

    /** Parses ISO 8601 of the years 0 to 9999; without an offset it is UTC. Empty for null and any other text. */
    public static Optional<Instant> parse(String text) {
        return text == null ? Optional.empty() : Timestamps.parse(text);
    }

    /** Parses the score of a sorted set, in milliseconds since 1970; empty if it is not a number. */
    public static Optional<Instant> ofScore(String score) {
        try {
            return Optional.of(Instant.ofEpochMilli((long) Double.parseDouble(score)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
