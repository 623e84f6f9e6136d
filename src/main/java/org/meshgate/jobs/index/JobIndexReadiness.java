package org.meshgate.jobs.index;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows the progress of the initial indexing in the readiness check. The check stays UP: every job can be read
 * meanwhile, and only a history may lack some.
 */
@Readiness
@ApplicationScoped
class JobIndexReadiness implements HealthCheck {

    private final InitialIndexing indexing;

    JobIndexReadiness(InitialIndexing indexing) {
        this.indexing = indexing;
    }

    @Override
    public HealthCheckResponse call() {
        InitialIndexing.Progress progress = indexing.progress();
        return HealthCheckResponse.named("job indexes")
                .up()
                .withData("first_walk", progress.done() ? "done" : "running")
                .withData("jobs_seen", progress.seen())
                .withData("jobs_indexed", progress.indexed())
                .build();
    }
}
