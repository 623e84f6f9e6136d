package org.meshgate.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/**
 * The clock of the throttle: that of Redis, shared by all replicas regardless of their own clocks. Tests override it.
 */
@ApplicationScoped
public class ThrottleTime {

    /** For the CDI container. */
    protected ThrottleTime() {}

    /** The time to use instead of that of Redis; empty in production. */
    public Optional<Instant> given() {
        return Optional.empty();
    }
}
