package org.meshgate.worker.claim;

import jakarta.enterprise.context.ApplicationScoped;

/** What tests see of waiting claims. */
@ApplicationScoped
public class ClaimsView {

    private final JobClaims claims;

    ClaimsView(JobClaims claims) {
        this.claims = claims;
    }

    public int waiting() {
        return claims.size();
    }
}
