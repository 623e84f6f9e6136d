package org.meshgate.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells whether what was read of a user or a token may have changed since. A number grows with each change; where a name
 * falls, the number of the last change is kept. Many names share a place, so it may say "changed" of what did not; it never
 * says "the same" of what did. What a reader does: ask for {@link #now} before it sends the question to Redis, and
 * {@link #sameSince} before it uses the answer, now or later. What a writer does: say {@link #changed} after Redis has the
 * change and before anybody is told of it. No locks.
 */
@ApplicationScoped
public class InvalidationStamps {

    private static final int PLACES = 1 << 13;

    private final AtomicLong last = new AtomicLong();
    private final AtomicLongArray places = new AtomicLongArray(PLACES);
    private final AtomicLong everything = new AtomicLong();

    /** Where things stand. */
    public long now() {
        return last.get();
    }

    /** @param name the id of a user, whose tokens may have changed as well, or the SHA-256 of a token */
    public void changed(String name) {
        places.accumulateAndGet(place(name), last.incrementAndGet(), Math::max);
    }

    /** All of them. */
    public void everythingChanged() {
        everything.accumulateAndGet(last.incrementAndGet(), Math::max);
    }

    /** Whether nothing was said of this name since. */
    public boolean sameSince(long then, String name) {
        return places.get(place(name)) <= then && everything.get() <= then;
    }

    /** Whether nothing was said at all since. */
    public boolean sameSince(long then) {
        return last.get() == then;
    }

    private static int place(String name) {
        int hash = name.hashCode() * 0x9E3779B9; // neighbours go far apart
        return hash >>> 19;
    }
}
