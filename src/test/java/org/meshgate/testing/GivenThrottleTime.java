package org.meshgate.testing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.throttle.ThrottleTime;

/** Attempts are counted by the clock that a test moves, and not by that of Redis. For profiles that name it. */
@Alternative
@ApplicationScoped
public class GivenThrottleTime extends ThrottleTime {

    private final TestClock clock;

    GivenThrottleTime(TestClock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Instant> given() {
        return Optional.of(clock.instant());
    }
}
