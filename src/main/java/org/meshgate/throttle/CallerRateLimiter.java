package org.meshgate.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.meshgate.config.MeshgateConfig;

/**
 * GCRA rate limiter for requests per caller ({@code security.rate_limit_per_minute}). Kept per process, without a
 * round trip. Memory is bounded: beyond {@value #MAX_CALLERS} callers within a minute, further callers share counters
 * by hash.
 */
@ApplicationScoped
public class CallerRateLimiter {

    /** Maximum number of individual counters, about 150 bytes each. */
    static final int MAX_CALLERS = 50_000;

    private static final int SHARED_SLOTS = 4096;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Limit limit;
    private final int maxCallers;
    private final long weight;
    private final long advance;
    private final LongSupplier nanos;
    private final long start;
    private final ConcurrentHashMap<String, AtomicLong> counters = new ConcurrentHashMap<>();
    private final AtomicLong[] shared =
            Stream.generate(AtomicLong::new).limit(SHARED_SLOTS).toArray(AtomicLong[]::new);
    private final AtomicLong nextSweep = new AtomicLong();

    @Inject
    CallerRateLimiter(MeshgateConfig config) {
        this(config.security().rateLimitPerMinute(), MAX_CALLERS, System::nanoTime);
    }

    CallerRateLimiter(int perMinute, int maxCallers, LongSupplier nanos) {
        this.limit = new Limit("caller", perMinute, Duration.ofMinutes(1));
        this.maxCallers = maxCallers;
        this.weight = limit.window().toNanos() / Math.max(1, perMinute);
        this.advance = weight * (perMinute - 1L);
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /** The configured limit, which may be off. */
    public Limit limit() {
        return limit;
    }

    /**
     * The decision on a request.
     *
     * @param taken whether the request is within the limit
     * @param remaining number of further requests allowed now
     * @param seconds until the next request is allowed, if this one was refused; else until the full quota is available
     */
    public record Outcome(boolean taken, long remaining, long seconds) {}

    /** Counts a request and decides on it. */
    public Outcome take(String caller) {
        long now = nanos.getAsLong() - start;
        AtomicLong counter = counter(caller, now);
        while (true) {
            long emptyAt = counter.get();
            if (emptyAt - advance > now) {
                return refused(emptyAt, now);
            }
            long next = Math.max(emptyAt, now) + weight;
            if (counter.compareAndSet(emptyAt, next)) {
                return taken(next, now);
            }
        }
    }

    private AtomicLong counter(String caller, long now) {
        AtomicLong counter = counters.get(caller);
        if (counter != null) {
            return counter;
        }
        return counters.mappingCount() < maxCallers || sweep(now)
                ? counters.computeIfAbsent(caller, none -> new AtomicLong())
                : shared(caller);
    }

    private AtomicLong shared(String caller) {
        return shared[caller.hashCode() & SHARED_SLOTS - 1];
    }

    /** Decides on the caller's next request without counting it. */
    public Outcome peek(String caller) {
        long now = nanos.getAsLong() - start;
        AtomicLong counter = counters.get(caller);
        long emptyAt = counter == null ? now : counter.get();
        return emptyAt - advance > now ? refused(emptyAt, now) : taken(Math.max(emptyAt, now), now);
    }

    /** Undoes the count of a request that turned out to belong to another caller. */
    public void giveBack(String caller) {
        AtomicLong counter = counters.get(caller);
        (counter == null ? shared(caller) : counter).addAndGet(-weight);
    }

    private Outcome taken(long next, long now) {
        return new Outcome(true, Math.floorDiv(advance - (next - now), weight) + 1, seconds(next - now));
    }

    private Outcome refused(long emptyAt, long now) {
        return new Outcome(false, 0, seconds(emptyAt - advance - now));
    }

    private static long seconds(long nanos) {
        return (nanos + SECOND - 1) / SECOND;
    }

    /**
     * Evicts idle counters. Runs at most once a second, because it visits all counters. A request counted
     * concurrently may be lost.
     *
     * @return whether there is room now
     */
    private boolean sweep(long now) {
        long due = nextSweep.get();
        if (now >= due && nextSweep.compareAndSet(due, now + SECOND)) {
            counters.values().removeIf(counter -> counter.get() <= now);
        }
        return counters.mappingCount() < maxCallers;
    }

    /** The number of individual counters. */
    long callers() {
        return counters.mappingCount();
    }
}
