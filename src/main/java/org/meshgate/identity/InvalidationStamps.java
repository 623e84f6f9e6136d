package org.meshgate.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Version stamps that tell whether cached data of a user or token may be stale. A global counter is incremented by
 * each change, and each hash slot stores the stamp of its last change. Names share slots, so false invalidations are
 * possible; missed ones are not. Lock-free.
 *
 * <p>Readers call {@link #now} before they send the query to Redis, and {@link #sameSince} before each use of the
 * result. Writers call {@link #changed} after Redis has the change and before they report success.
 */
@ApplicationScoped
public class InvalidationStamps {

    private static final int SLOTS = 1 << 13;

    private final AtomicLong last = new AtomicLong();
    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);
    private final AtomicLong everything = new AtomicLong();

    /** The current stamp. */
    public long now() {
        return last.get();
    }

    /**
     * Invalidates one name.
     *
     * @param name the id of a user, which invalidates the user's tokens as well, or the SHA-256 of a token
     */
    public void changed(String name) {
        slots.accumulateAndGet(slot(name), last.incrementAndGet(), Math::max);
    }

    /** Invalidates all names. */
    public void everythingChanged() {
        everything.accumulateAndGet(last.incrementAndGet(), Math::max);
    }

    /** Whether this name was not invalidated after the given stamp. */
    public boolean sameSince(long then, String name) {
        return slots.get(slot(name)) <= then && everything.get() <= then;
    }

    /** Whether no name was invalidated after the given stamp. */
    public boolean sameSince(long then) {
        return last.get() == then;
    }

    private static int slot(String name) {
        int hash = name.hashCode() * 0x9E3779B9; // Fibonacci hashing spreads similar hash codes
        return hash >>> 19;
    }
}
