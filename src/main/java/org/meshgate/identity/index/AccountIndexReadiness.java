package org.meshgate.identity.index;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells whether accounts of another program are still being indexed after the start. That is never a reason not to be
 * ready: who has an account can log in meanwhile, only registration waits.
 */
@Readiness
@ApplicationScoped
class AccountIndexReadiness implements HealthCheck {

    private final UserIndexer indexing;

    AccountIndexReadiness(UserIndexer indexing) {
        this.indexing = indexing;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("account indexes")
                .up()
                .withData("first_walk", indexing.walkedOnce() ? "done" : "running")
                .build();
    }
}
