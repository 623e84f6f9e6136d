package org.meshgate.redis.feed;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The proof that Redis tells about every change. Again and again a canary is written by the ordinary way of commands, and
 * must come back as news of a change: as news come in the order of the changes, all that was changed before a canary was
 * written is known when it is back. So what is known is never older than {@link #PATIENCE}, or the proof does not hold.
 * Times are nanoseconds of one clock that never goes back.
 */
final class FeedHealth {

    /** How long the proof of a canary holds, from the moment at which it was sent. */
    static final Duration PATIENCE = Duration.ofMillis(750);

    private final Map<Long, Canary> flying = new TreeMap<>();
    private long last;
    private volatile boolean proven;
    private volatile long provenUntil;

    /** Whether all changes are known but those of the last moments. Asked for every request, so it takes no lock. */
    boolean holds(long now) {
        return proven && now - provenUntil < 0;
    }

    /** A canary is sent: its number. */
    synchronized long sent(long now) {
        flying.put(++last, new Canary(now, false));
        return last;
    }

    /** Redis has written it. */
    synchronized void written(long number) {
        flying.computeIfPresent(number, (key, canary) -> new Canary(canary.sent(), true));
    }

    /** It could not be written: that says nothing about the news. */
    synchronized void failed(long number) {
        flying.remove(number);
    }

    /** It is back. */
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

    /** Whether one was written and did not come back in time: news come from elsewhere than where changes go, or not at all. */
    synchronized boolean disproved(long now) {
        return flying.values().stream()
                .anyMatch(canary -> canary.written() && now - canary.sent() > PATIENCE.toNanos());
    }

    /** Nothing is proven any more; canaries on their way prove nothing either. */
    synchronized void restart() {
        flying.clear();
        proven = false;
    }

    private record Canary(long sent, boolean written) {}
}
