package org.meshgate.identity;

import java.time.Instant;
import java.util.Optional;
import org.meshgate.redis.Timestamps;

/** Times in records. 3DAIGC-API wrote those of accounts and tokens in UTC without saying so. */
public final class StoredTimes {

    private StoredTimes() {}

    /**
     * Reads ISO 8601 of the years 0 to 9999; without an offset it is UTC. Nothing for null and for any other text.
     */
    public static Optional<Instant> parse(String text) {
        return text == null ? Optional.empty() : Timestamps.parse(text);
    }

    /** Reads milliseconds since 1970 as Redis tells the score of a sorted set; nothing for what is no number. */
    public static Optional<Instant> ofScore(String score) {
        try {
            return Optional.of(Instant.ofEpochMilli((long) Double.parseDouble(score)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
