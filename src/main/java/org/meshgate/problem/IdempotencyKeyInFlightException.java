package org.meshgate.problem;

import java.time.Duration;
import java.util.Optional;

/** A request with the same idempotency key is in progress. */
public final class IdempotencyKeyInFlightException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** Takes no argument: the detail is always the same. */
    public IdempotencyKeyInFlightException() {
        super(
                ProblemType.IDEMPOTENCY_KEY_IN_FLIGHT,
                "The first request with this Idempotency-Key is still being handled. Try again.");
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(RETRY_AFTER);
    }
}
