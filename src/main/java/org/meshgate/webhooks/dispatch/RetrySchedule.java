package org.meshgate.webhooks.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meshgate.webhooks.network.SendResult;

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

    private RetrySchedule() {}

    /**
     * The pause after a failed attempt; empty when it was the last one.
     *
     * @param attempts number of attempts so far, this one included
     * @param retryAfter of the answer, which {@link SendResult.Answered} bounds; never shortens the pause
     */
    static Optional<Duration> pause(int attempts, Optional<Duration> retryAfter) {
        if (attempts > PAUSES.size()) {
            return Optional.empty();
        }
        Duration pause = PAUSES.get(attempts - 1);
        return Optional.of(
                retryAfter.filter(wanted -> wanted.compareTo(pause) > 0).orElse(pause));
    }
}
