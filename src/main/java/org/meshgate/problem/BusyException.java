package org.meshgate.problem;

import java.time.Duration;
import java.util.Optional;

/** Too much work of one kind is waiting already; more would only wait longer. */
public final class BusyException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * @param detail what is busy
     * @param retryAfter when to try again
     */
    public BusyException(String detail, Duration retryAfter) {
        super(ProblemType.BUSY, detail);
        this.retryAfter = retryAfter;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(retryAfter);
    }
}
