package org.meshgate.faults;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A steady beat for what is done again and again, however long each time takes. */
final class Pace {

    private final long beat;
    private long next = System.nanoTime();

    Pace(Duration beat) {
        this.beat = beat.toNanos();
    }

    /** Returns at the next beat. */
    void keep() {
        next += beat;
        long left = Math.max(0, next - System.nanoTime());
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS))
                .join();
    }
}
