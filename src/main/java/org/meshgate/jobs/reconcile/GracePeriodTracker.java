package org.meshgate.jobs.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What looked wrong at one moment, and may only be on its way. It counts as wrong when it has looked the same for a while.
 */
final class GracePeriodTracker {

    /** Beyond these nothing new is suspected until older ones are settled. */
    private static final int MAX = 10_000;

    /** What was not seen for so long has settled itself. */
    private static final Duration FORGET_AFTER = Duration.ofHours(1);

    private final Duration grace;
    private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();

    /** @param grace how long something looks wrong before it is */
    GracePeriodTracker(Duration grace) {
        this.grace = grace;
    }

    private record Sighting(int state, Instant first, Instant last) {}

    /**
     * Notes that something looks wrong.
     *
     * @param state what it looks like; another state begins anew
     * @return whether it has looked so at an earlier time, at least the grace ago
     */
    boolean confirmed(String id, String state, Instant now) {
        if (sightings.size() >= MAX && !sightings.containsKey(id)) {
            return false;
        }
        int hash = state.hashCode();
        Sighting seen = sightings.compute(
                id,
                (key, before) -> before == null || before.state() != hash
                        ? new Sighting(hash, now, now)
                        : new Sighting(hash, before.first(), now));
        return !seen.first().plus(grace).isAfter(now);
    }

    /** Nothing is wrong with it any more. */
    void settle(String id) {
        sightings.remove(id);
    }

    /** Forgets what has not been seen for long. */
    void forgetOld(Instant now) {
        sightings
                .values()
                .removeIf(sighting -> sighting.last().plus(FORGET_AFTER).isBefore(now));
    }
}
