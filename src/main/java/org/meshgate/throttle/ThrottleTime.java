package org.meshgate.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/**
 * By which time attempts are counted: that of Redis, which is one for all replicas, however their own clocks go. Tests
 * put a time of their own in place.
 */
@ApplicationScoped
public class ThrottleTime {

    /** For the container. */
    protected ThrottleTime() {}

    /** A time to use instead of that of Redis. */
    public Optional<Instant> given() {
        return Optional.empty();
    }
}
