package org.meshgate.jobs.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.runtime.EnumCounters;

/** Counts attempts of workers by their outcomes. */
@Startup
@ApplicationScoped
class DispatchMetrics {

    private final Counter claimed;
    private final EnumCounters<Outcome> outcomes;

    DispatchMetrics(MeterRegistry registry) {
        this.claimed = Counter.builder("meshgate.jobs.claimed")
                .description("Jobs that workers have claimed, each attempt counts")
                .register(registry);
        this.outcomes = new EnumCounters<>(
                registry, Outcome.class, "meshgate.attempts", "Attempts of workers that have ended", "outcome");
    }

    /** How an attempt ended. */
    enum Outcome {
        COMPLETED,
        FAILED,
        RETRIED,
        CANCELLED,
        RELEASED,
        VANISHED
    }

    void claimed(int jobs) {
        claimed.increment(jobs);
    }

    void ended(Outcome outcome, int attempts) {
        for (int i = 0; i < attempts; i++) {
            outcomes.increment(outcome);
        }
    }

    void reported(JobStatus status) {
        ended(
                switch (status) {
                    case COMPLETED -> Outcome.COMPLETED;
                    case CANCELLED -> Outcome.CANCELLED;
                    case QUEUED -> Outcome.RETRIED;
                    default -> Outcome.FAILED;
                },
                1);
    }
}
