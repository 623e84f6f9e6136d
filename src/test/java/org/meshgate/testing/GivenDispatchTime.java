package org.meshgate.testing;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.jobs.dispatch.DispatchTime;

/** Leases expire by the clock that a test moves, and not by that of Redis. */
@Alternative
@Priority(1)
@ApplicationScoped
public class GivenDispatchTime extends DispatchTime {

    public static final Duration UNLIMITED = Duration.ofDays(36_500);

    private final TestClock clock;
    private volatile Duration maxPause = UNLIMITED;

    GivenDispatchTime(TestClock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Instant> given() {
        return Optional.of(clock.instant());
    }

    /** A test that moves the clock does not mean an outage, unless it says so. */
    @Override
    public Duration maxPause() {
        return maxPause;
    }

    public void setMaxPause(Duration pause) {
        maxPause = pause;
    }
}
