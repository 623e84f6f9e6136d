package org.meshgate.throttle;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.meshgate.http.problem.ProblemSent;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.limit.LoginThrottledException;
import org.meshgate.runtime.EnumCounters;

/** Counts all 429 responses by the limit that was exceeded. */
@Startup
@ApplicationScoped
class ThrottleMetrics {

    private final EnumCounters<Kind> counters;

    ThrottleMetrics(MeterRegistry registry) {
        this.counters = new EnumCounters<>(
                registry, Kind.class, "meshgate.throttled", "Requests that were refused with 429", "limit");
    }

    private enum Kind {
        REQUESTS,
        LOGIN,
        REGISTRATION,
        JOBS,
        BUDGET,
        UPLOADS
    }

    void refused(@Observes ProblemSent problemSent) {
        kind(problemSent.problem()).ifPresent(counters::increment);
    }

    private static Optional<Kind> kind(ProblemException problem) {
        return switch (problem.type()) {
            case RATE_LIMITED -> Optional.of(Kind.REQUESTS);
            case LOGIN_THROTTLED ->
                Optional.of(
                        problem instanceof LoginThrottledException throttled
                                        && throttled.limit().equals(LoginThrottle.REGISTRATIONS)
                                ? Kind.REGISTRATION
                                : Kind.LOGIN);
            case TOO_MANY_JOBS -> Optional.of(Kind.JOBS);
            case BUDGET_EXCEEDED -> Optional.of(Kind.BUDGET);
            case UPLOAD_QUOTA_EXCEEDED -> Optional.of(Kind.UPLOADS);
            default -> Optional.empty();
        };
    }
}
