package org.meshgate.webhooks.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When the attempts of a delivery are made: at once, and after each of these pauses. */
final class RetrySchedule {

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** A longer {@code Retry-After} is cut. */
    private static final Duration MAX_PAUSE = Duration.ofHours(24);

    private RetrySchedule() {}

    /**
     * The pause after a failed attempt; empty when it was the last one.
     *
     * @param attempts number of attempts so far, this one included
     * @param retryAfter of the answer; never shortens the pause
     */
    static Optional<Duration> pause(int attempts, Optional<Duration> retryAfter) {
        if (attempts > PAUSES.size()) {
            return Optional.empty();
        }
        Duration pause = PAUSES.get(attempts - 1);
        Duration wanted = retryAfter
                .map(time -> time.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : time)
                .orElse(Duration.ZERO);
        return Optional.of(wanted.compareTo(pause) > 0 ? wanted : pause);
    }
}
