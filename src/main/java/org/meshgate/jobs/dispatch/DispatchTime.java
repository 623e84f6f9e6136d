package org.meshgate.jobs.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The clock of leases: that of Redis, shared by all replicas regardless of their own clocks. Tests override it. */
@ApplicationScoped
public class DispatchTime {

    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

    /** For the CDI container. */
    protected DispatchTime() {}

    /** The time to use instead of that of Redis; empty in production. */
    public Optional<Instant> given() {
        return Optional.empty();
    }

    /** The time as the scripts take it: milliseconds, or an empty text for the clock of Redis. */
    public String argument() {
        return given().map(Instant::toEpochMilli).map(String::valueOf).orElse("");
    }

    /**
     * How long the reclaim of expired leases may pause. After a longer pause all servers or Redis were away, and workers
     * get the time to renew their leases.
     */
    public Duration maxPause() {
        return MAX_PAUSE;
    }
}
