package org.meshgate.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.meshgate.config.MeshgateConfig;

/**
 * The general limit of requests per caller ({@code security.rate_limit_per_minute}). It is kept in this process, costs no
 * round trip, and takes a bounded amount of memory: beyond {@value #MAX_CALLERS} callers within a minute, further ones
 * share counters.
 */
@ApplicationScoped
public class CallerRateLimiter {

    /** How many callers have a counter of their own, of about 150 bytes. */
    static final int MAX_CALLERS = 50_000;

    private static final int SHARED = 4096;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Limit limit;
    private final int mostCallers;
    private final long weight;
    private final long advance;
    private final LongSupplier nanos;
    private final long start;
    private final ConcurrentHashMap<String, AtomicLong> counters = new ConcurrentHashMap<>();
    private final AtomicLongArray shared = new AtomicLongArray(SHARED);
    private final AtomicLong nextSweep = new AtomicLong();

    @Inject
    CallerRateLimiter(MeshgateConfig config) {
        this(config.security().rateLimitPerMinute(), MAX_CALLERS, System::nanoTime);
    }

    CallerRateLimiter(int perMinute, int mostCallers, LongSupplier nanos) {
        this.limit = new Limit("caller", perMinute, Duration.ofMinutes(1));
        this.mostCallers = mostCallers;
        this.weight = limit.window().toNanos() / Math.max(1, perMinute);
        this.advance = weight * (perMinute - 1L);
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /** The limit, which may be off. */
    public Limit limit() {
        return limit;
    }

    /**
     * What became of a request.
     *
     * @param taken whether it is within the limit
     * @param remaining how many more are, at this moment
     * @param seconds until the next one is taken, when this one was not; else until all are there again
     */
    public record Outcome(boolean taken, long remaining, long seconds) {}

    /** Counts a request. */
    public Outcome take(String caller) {
        long now = nanos.getAsLong() - start;
        AtomicLong counter = counters.get(caller);
        if (counter == null) {
            if (counters.mappingCount() >= mostCallers && !sweep(now)) {
                return takeShared(caller.hashCode() & SHARED - 1, now);
            }
            counter = counters.computeIfAbsent(caller, none -> new AtomicLong());
        }
        while (true) {
            long empty = counter.get();
            if (empty - advance > now) {
                return refused(empty, now);
            }
            long later = Math.max(empty, now) + weight;
            if (counter.compareAndSet(empty, later)) {
                return taken(later, now);
            }
        }
    }

    /** Whether the next request of this caller is within the limit; counts nothing. */
    public Outcome peek(String caller) {
        long now = nanos.getAsLong() - start;
        AtomicLong counter = counters.get(caller);
        long empty = counter == null ? now : counter.get();
        return empty - advance > now ? refused(empty, now) : taken(Math.max(empty, now), now);
    }

    /** Takes a request back that was counted, because it turned out to be another caller's. */
    public void giveBack(String caller) {
        AtomicLong counter = counters.get(caller);
        if (counter == null) {
            shared.addAndGet(caller.hashCode() & SHARED - 1, -weight);
        } else {
            counter.addAndGet(-weight);
        }
    }

    private Outcome takeShared(int slot, long now) {
        while (true) {
            long empty = shared.get(slot);
            if (empty - advance > now) {
                return refused(empty, now);
            }
            long later = Math.max(empty, now) + weight;
            if (shared.compareAndSet(slot, empty, later)) {
                return taken(later, now);
            }
        }
    }

    private Outcome taken(long later, long now) {
        return new Outcome(true, Math.floorDiv(advance - (later - now), weight) + 1, seconds(later - now));
    }

    private Outcome refused(long empty, long now) {
        return new Outcome(false, 0, seconds(empty - advance - now));
    }

    private static long seconds(long nanos) {
        return (nanos + SECOND - 1) / SECOND;
    }

    /**
     * Removes counters that are as good as none; once a second at most, because it looks at all. A request that is counted
     * at the same moment may get lost.
     *
     * @return whether there is room now
     */
    private boolean sweep(long now) {
        long due = nextSweep.get();
        if (now >= due && nextSweep.compareAndSet(due, now + SECOND)) {
            counters.values().removeIf(counter -> counter.get() <= now);
        }
        return counters.mappingCount() < mostCallers;
    }

    /** How many callers have a counter of their own. */
    long callers() {
        return counters.mappingCount();
    }
}
