package org.meshgate.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits concurrency globally, per user and per network, so that neither one account nor many accounts of one network
 * can exhaust it. Check and increment are atomic.
 */
public final class ConcurrencyLimiter {

    private final int maxTotal;
    private final int maxPerUser;
    private final int maxPerNetwork;
    private final Map<String, Integer> perUser = new HashMap<>();
    private final Map<String, Integer> perNetwork = new HashMap<>();
    private int all;

    /**
     * @param maxTotal for all users together
     * @param maxPerUser for one user
     * @param maxPerNetwork for all users of one {@linkplain ClientAddress#network network}
     */
    public ConcurrencyLimiter(int maxTotal, int maxPerUser, int maxPerNetwork) {
        this.maxTotal = maxTotal;
        this.maxPerUser = maxPerUser;
        this.maxPerNetwork = maxPerNetwork;
    }

    /**
     * Enters unless a limit is reached. When this returns true, {@link #leave} must follow once.
     *
     * @param user absent in simple mode, which has no users
     */
    public synchronized boolean enter(Optional<String> user, String network) {
        if (all >= maxTotal
                || user.map(id -> count(perUser, id)).orElse(0) >= maxPerUser
                || count(perNetwork, network) >= maxPerNetwork) {
            return false;
        }
        all++;
        user.ifPresent(id -> perUser.merge(id, 1, Integer::sum));
        perNetwork.merge(network, 1, Integer::sum);
        return true;
    }

    /** Leaves. */
    public synchronized void leave(Optional<String> user, String network) {
        all--;
        user.ifPresent(id -> remove(perUser, id));
        remove(perNetwork, network);
    }

    /** How many are active now. */
    public synchronized int taken() {
        return all;
    }

    private static int count(Map<String, Integer> counts, String name) {
        return counts.getOrDefault(name, 0);
    }

    private static void remove(Map<String, Integer> counts, String name) {
        counts.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
    }
}
