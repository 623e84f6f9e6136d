package org.meshgate.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How many entries about people whom nobody knows go to the stream. They can be many at once, but not many for long: from
 * however many addresses somebody tries, they do not push everything else out of the audit, and do not cost Redis a command
 * for every request.
 */
final class Budget {

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
    Budget(Clock clock, long most, Duration each) {
        this.clock = clock;
        this.most = most;
        this.each = each;
        this.since = clock.instant();
        this.left = most;
    }

    /** Takes one. How many were left out since the last one that was taken; nothing when this one is to be left out too. */
    synchronized OptionalLong take() {
        Instant now = clock.instant();
        long grown = Math.max(0, Duration.between(since, now).dividedBy(each));
        since = since.plus(each.multipliedBy(grown));
        left = Math.min(most, left + grown);
        if (left == 0) {
            leftOut++;
            return OptionalLong.empty();
        }
        left--;
        long before = leftOut;
        leftOut = 0;
        return OptionalLong.of(before);
    }
}
