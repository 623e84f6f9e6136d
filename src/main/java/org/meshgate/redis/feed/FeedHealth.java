package org.meshgate.redis.feed;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks that invalidation messages arrive. Periodically a canary key is written as an ordinary command, and its
 * invalidation message must come back. Messages arrive in the order of the changes, so everything changed before the
 * canary was written is then known. Known state is never older than {@link #PATIENCE}, or the check fails. Times are
 * nanoseconds of one monotonic clock.
 */
final class FeedHealth {

    /** How long a returned canary is valid, from the moment it was sent. */
    static final Duration PATIENCE = Duration.ofMillis(750);

    private final Map<Long, Canary> flying = new TreeMap<>();
    private long last;
    private volatile boolean proven;
    private volatile long provenUntil;

    /** Whether all changes are known except the most recent. Called for every request, so it takes no lock. */
    boolean holds(long now) {
        return proven && now - provenUntil < 0;
    }

    /** Records that a canary is sent; returns its number. */
    synchronized long sent(long now) {
        flying.put(++last, new Canary(now, false));
        return last;
    }

    /** Records that Redis has written it. */
    synchronized void written(long number) {
        flying.computeIfPresent(number, (key, canary) -> new Canary(canary.sent(), true));
    }

    /** Records that the write failed, which says nothing about the feed. */
    synchronized void failed(long number) {
        flying.remove(number);
    }

    /** Records that its invalidation message arrived. */
    synchronized void back(long number) {
        Canary canary = flying.remove(number);
        if (canary != null) {
            long until = canary.sent() + PATIENCE.toNanos();
            if (!proven || until - provenUntil > 0) {
                provenUntil = until;
            }
            proven = true;
        }
    }

    /**
     * Whether a written canary did not come back in time: the feed is connected to another server than the writes, or
     * is silent.
     */
    synchronized boolean disproved(long now) {
        return flying.values().stream()
                .anyMatch(canary -> canary.written() && now - canary.sent() > PATIENCE.toNanos());
    }

    /** Resets the check; canaries in flight no longer count. */
    synchronized void restart() {
        flying.clear();
        proven = false;
    }

    private record Canary(long sent, boolean written) {}
}
