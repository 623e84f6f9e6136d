package org.meshgate.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies of requests under way may take together. The beginning of each is free: whoever fills the room with
 * large bodies that never end would else keep everybody from logging in, and from every other small request. What is free
 * is about as much as the header of a request may take.
 */
final class BodyRoom {

    /** More than a login, or the longest prompt. */
    static final long FREE = 16 * 1024;

    private final long size;
    private final AtomicLong taken = new AtomicLong();

    /** @param size in bytes */
    BodyRoom(long size) {
        this.size = size;
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /**
     * Lets a body grow, unless there is no room.
     *
     * @param before how long it is
     * @param after how long it becomes
     */
    boolean take(long before, long after) {
        long more = counted(after) - counted(before);
        if (more > 0 && taken.addAndGet(more) > size) {
            taken.addAndGet(-more);
            return false;
        }
        return true;
    }

    /** What a body of this length has taken is there again. */
    void giveBack(long length) {
        taken.addAndGet(-counted(length));
    }

    private static long counted(long length) {
        return Math.max(0, length - FREE);
    }
}
