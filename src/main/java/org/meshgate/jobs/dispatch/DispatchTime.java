package org.meshgate.jobs.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** The clock of leases: that of Redis, shared by all replicas regardless of their own clocks. Tests override it. */
@ApplicationScoped
public class DispatchTime {

    /** For the CDI container. */
    protected DispatchTime() {}

    /** The time to use instead of that of Redis; empty in production. */
    public Optional<Instant> given() {
        return Optional.empty();
    }
}
