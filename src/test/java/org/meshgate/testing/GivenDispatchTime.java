package org.meshgate.testing;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.jobs.dispatch.DispatchTime;

/** Leases expire by the clock that a test moves, and not by that of Redis. */
@Alternative
@Priority(1)
@ApplicationScoped
public class GivenDispatchTime extends DispatchTime {

    private final TestClock clock;

    GivenDispatchTime(TestClock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Instant> given() {
        return Optional.of(clock.instant());
    }
}
