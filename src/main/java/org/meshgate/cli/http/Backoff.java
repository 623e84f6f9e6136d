package org.meshgate.cli.http;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Exponential backoff with jitter: half to all of a delay that doubles up to its maximum. Not thread-safe. */
public final class Backoff {

    private static final int MAX_DOUBLINGS = 16;
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

    private final RandomGenerator random;
    private final Duration first;
    private final Duration max;
    private int failures;

    public Backoff(RandomGenerator random, Duration first, Duration max) {
        this.random = random;
        this.first = first;
        this.max = max;
    }

    /**
     * The delay after another failure.
     *
     * @param retryAfter what the server asks for; the delay is not shorter, five minutes at most
     */
    public Duration next(Optional<Duration> retryAfter) {
        long full = Math.min(max.toMillis(), first.toMillis() << Math.min(failures++, MAX_DOUBLINGS));
        Duration delay = Duration.ofMillis(Math.round(full * (0.5 + random.nextDouble() / 2)));
        return retryAfter
                .map(asked -> asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked)
                .filter(asked -> asked.compareTo(delay) > 0)
                .orElse(delay);
    }

    /** After a success. */
    public void reset() {
        failures = 0;
    }
}
