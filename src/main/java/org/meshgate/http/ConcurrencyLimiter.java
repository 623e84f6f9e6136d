package org.meshgate.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many of something may be under way at once: in all, for one user, and for one network, so that neither one account nor
 * many accounts of one place keep everybody else away. Asking and counting are one step.
 */
public final class ConcurrencyLimiter {

    private final int mostInAll;
    private final int mostOfUser;
    private final int mostOfNetwork;
    private final Map<String, Integer> ofUser = new HashMap<>();
    private final Map<String, Integer> ofNetwork = new HashMap<>();
    private int all;

    /**
     * @param mostInAll of everybody
     * @param mostOfUser of one user
     * @param mostOfNetwork of all users of one {@linkplain ClientAddress#network network}
     */
    public ConcurrencyLimiter(int mostInAll, int mostOfUser, int mostOfNetwork) {
        this.mostInAll = mostInAll;
        this.mostOfUser = mostOfUser;
        this.mostOfNetwork = mostOfNetwork;
    }

    /**
     * One more, unless that is too many; {@link #leave} must follow once when this was true.
     *
     * @param user absent where nobody can be told from the others
     */
    public synchronized boolean enter(Optional<String> user, String network) {
        if (all >= mostInAll
                || user.map(id -> count(ofUser, id)).orElse(0) >= mostOfUser
                || count(ofNetwork, network) >= mostOfNetwork) {
            return false;
        }
        all++;
        user.ifPresent(id -> ofUser.merge(id, 1, Integer::sum));
        ofNetwork.merge(network, 1, Integer::sum);
        return true;
    }

    /** One less. */
    public synchronized void leave(Optional<String> user, String network) {
        all--;
        user.ifPresent(id -> remove(ofUser, id));
        remove(ofNetwork, network);
    }

    /** How many there are now. */
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
