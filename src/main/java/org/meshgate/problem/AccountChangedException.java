package org.meshgate.problem;

import java.time.Duration;
import java.util.Optional;

/** Concurrent changes of an account made every attempt of this request fail. The request changed nothing. */
public final class AccountChangedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Takes no argument: the detail is always the same. */
    public AccountChangedException() {
        super(
                ProblemType.ACCOUNT_CHANGED,
                "The account was changed by other requests at the same moment. Nothing was done. Try again.");
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(RETRY_AFTER);
    }
}
