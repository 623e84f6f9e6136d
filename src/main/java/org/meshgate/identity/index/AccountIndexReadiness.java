package org.meshgate.identity.index;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports whether the initial indexing of 3DAIGC-API accounts is still running. Always UP: existing users can log in
 * meanwhile, only registration has to wait.
 */
@Readiness
@ApplicationScoped
class AccountIndexReadiness implements HealthCheck {

    private final UserIndexer indexer;

    AccountIndexReadiness(UserIndexer indexer) {
        this.indexer = indexer;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("account indexes")
                .up()
                .withData("first_walk", indexer.firstScanDone() ? "done" : "running")
                .build();
    }
}
