package org.meshgate.jobs.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tracks suspicious states until they have lasted for a grace period. A state that ends earlier was only in transition.
 */
final class GracePeriodTracker {

    /** Further ids are ignored until others are settled. */
    private static final int MAX_TRACKED = 10_000;

    /** An id that was not seen for this long is forgotten. */
    private static final Duration FORGET_AFTER = Duration.ofHours(1);

    private final Duration grace;
    private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();

    /** @param grace how long a state must last to be confirmed */
    GracePeriodTracker(Duration grace) {
        this.grace = grace;
    }

    private record Sighting(int state, Instant first, Instant last) {}

    /**
     * Notes a suspicious state.
     *
     * @param state a different state restarts the grace period
     * @return whether the state has lasted for the grace period
     */
    boolean confirmed(String id, String state, Instant now) {
        if (sightings.size() >= MAX_TRACKED && !sightings.containsKey(id)) {
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

    /** Stops tracking an id. */
    void settle(String id) {
        sightings.remove(id);
    }

    /** Evicts ids that have not been seen for an hour. */
    void forgetOld(Instant now) {
        sightings
                .values()
                .removeIf(sighting -> sighting.last().plus(FORGET_AFTER).isBefore(now));
    }
}
