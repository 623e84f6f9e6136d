package org.meshgate.audit.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** A token bucket that also counts rejected requests. Thread-safe. */
public final class TokenBucket {

    private final Clock clock;
    private final long capacity;
    private final Duration refillPeriod;
    private Instant lastRefill;
    private long available;
    private long rejected;

    /**
     * @param capacity maximum burst
     * @param refillPeriod time after which one token is added
     */
    public TokenBucket(Clock clock, long capacity, Duration refillPeriod) {
        this.clock = clock;
        this.capacity = capacity;
        this.refillPeriod = refillPeriod;
        this.lastRefill = clock.instant();
        this.available = capacity;
    }

    /**
     * Takes a token. Returns the number of rejections since the last success; empty if this request is rejected too.
     */
    synchronized OptionalLong take() {
        return tryTake() ? OptionalLong.of(drainRejected()) : OptionalLong.empty();
    }

    /** Takes a token, or counts a rejection. */
    public synchronized boolean tryTake() {
        Instant now = clock.instant();
        long refill = Math.max(0, Duration.between(lastRefill, now).dividedBy(refillPeriod));
        lastRefill = lastRefill.plus(refillPeriod.multipliedBy(refill));
        available = Math.min(capacity, available + refill);
        if (available == 0) {
            rejected++;
            return false;
        }
        available--;
        return true;
    }

    /** Returns and resets the number of rejections. */
    public synchronized long drainRejected() {
        long count = rejected;
        rejected = 0;
        return count;
    }
}
