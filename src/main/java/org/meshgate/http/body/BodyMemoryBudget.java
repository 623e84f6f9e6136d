package org.meshgate.http.body;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meshgate.http.ClientAddress;

/**
 * The memory budget for the bodies of all requests in progress. The first {@link #FREE} bytes of each are free:
 * without that, large uploads could block every small request, logins included; it is about as much as the header of a
 * request may take.
 *
 * <p>Beyond that, a user may hold at most twice the remaining budget, and a network three times as much (the dynamic
 * threshold of Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches", 1998). One
 * user alone gets two thirds of the budget, and however many users share it, some of it stays free for the next one.
 */
final class BodyMemoryBudget {

    /** More than a login or the longest prompt needs; also the limit of requests without a caller. */
    static final long FREE = 16 * 1024;

    private static final long USER_FACTOR = 2;
    private static final long NETWORK_FACTOR = 3;

    private final long size;
    private final Map<String, Long> perUser = new HashMap<>();
    private final Map<String, Long> perNetwork = new HashMap<>();
    private long taken;

    /** @param size in bytes */
    BodyMemoryBudget(long size) {
        this.size = size;
    }

    /**
     * The sender of a body.
     *
     * @param user absent in simple mode
     * @param network {@linkplain ClientAddress#network from where} it comes
     */
    record Sender(Optional<String> user, String network) {}

    /** The largest body that one sender can hold while the budget is unused, in bytes. */
    long largest() {
        return FREE + size * USER_FACTOR / (USER_FACTOR + 1);
    }

    /**
     * Reserves memory for a growing body, if the budget allows.
     *
     * @param before its current length
     * @param after its new length
     */
    boolean take(Sender sender, long before, long after) {
        long more = counted(after) - counted(before);
        return more <= 0 || takeCounted(sender, more);
    }

    private synchronized boolean takeCounted(Sender sender, long more) {
        long left = size - taken - more;
        boolean fits = left >= 0
                && sender.user()
                        .map(user -> perUser.getOrDefault(user, 0L) + more <= USER_FACTOR * left)
                        .orElse(true)
                && perNetwork.getOrDefault(sender.network(), 0L) + more <= NETWORK_FACTOR * left;
        if (fits) {
            add(sender, more);
        }
        return fits;
    }

    /** Releases the memory of a body of this length. */
    void giveBack(Sender sender, long length) {
        if (counted(length) > 0) {
            add(sender, -counted(length));
        }
    }

    private synchronized void add(Sender sender, long bytes) {
        taken += bytes;
        sender.user().ifPresent(user -> add(perUser, user, bytes));
        add(perNetwork, sender.network(), bytes);
    }

    private static void add(Map<String, Long> counts, String name, long bytes) {
        counts.merge(name, bytes, (before, more) -> before + more == 0 ? null : before + more);
    }

    private static long counted(long length) {
        return Math.max(0, length - FREE);
    }
}
