package org.meshgate.jobs.index;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells whether jobs of another program are still being indexed after the start. That is never a reason not to be ready:
 * every job can be read meanwhile, only a history may lack some.
 */
@Readiness
@ApplicationScoped
class JobIndexReadiness implements HealthCheck {

    private final InitialIndexing walk;

    JobIndexReadiness(InitialIndexing walk) {
        this.walk = walk;
    }

    @Override
    public HealthCheckResponse call() {
        InitialIndexing.Progress progress = walk.progress();
        return HealthCheckResponse.named("job indexes")
                .up()
                .withData("first_walk", progress.done() ? "done" : "running")
                .withData("jobs_seen", progress.seen())
                .withData("jobs_indexed", progress.indexed())
                .build();
    }
}
