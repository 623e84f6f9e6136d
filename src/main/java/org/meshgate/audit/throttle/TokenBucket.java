package org.meshgate.audit.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How many entries of one kind go to the stream. They can be many at once, but not many for long, so that they do not push
 * everything else out of the audit. A token bucket.
 */
public final class TokenBucket {

    private final Clock clock;
    private final long most;
    private final Duration each;
    private Instant since;
    private long left;
    private long leftOut;

    /**
     * @param most how many at once
     * @param each after how long one more may follow
     */
    public TokenBucket(Clock clock, long most, Duration each) {
        this.clock = clock;
        this.most = most;
        this.each = each;
        this.since = clock.instant();
        this.left = most;
    }

    /** Takes one. How many were left out since the last one that was taken; nothing when this one is to be left out too. */
    synchronized OptionalLong take() {
        return tryTake() ? OptionalLong.of(drainLeftOut()) : OptionalLong.empty();
    }

    /** Takes one, or counts it as left out. */
    public synchronized boolean tryTake() {
        Instant now = clock.instant();
        long grown = Math.max(0, Duration.between(since, now).dividedBy(each));
        since = since.plus(each.multipliedBy(grown));
        left = Math.min(most, left + grown);
        if (left == 0) {
            leftOut++;
            return false;
        }
        left--;
        return true;
    }

    /** How many were left out since this was last asked. */
    public synchronized long drainLeftOut() {
        long count = leftOut;
        leftOut = 0;
        return count;
    }
}
