package org.meshgate.problem;

import java.time.Duration;
import java.util.Optional;

/** A queue for one kind of work is full. */
public final class BusyException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * @param detail names the busy part
     * @param retryAfter the delay before the next attempt
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
