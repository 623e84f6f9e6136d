package org.meshgate.auth;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.ProblemType;

/** Answers 503 on account routes when the server runs in simple mode. */
@AccountsOnly
@Provider
@ApplicationScoped // a proxy: JAX-RS makes its filters while the image is built, before there is a configuration
@Priority(Priorities.AUTHENTICATION - 50)
class AccountsOnlyFilter implements ContainerRequestFilter {

    private final boolean accounts;

    AccountsOnlyFilter(MeshgateConfig config) {
        this.accounts = config.security().userAuthEnabled();
    }

    @Override
    public void filter(ContainerRequestContext context) {
        if (!accounts) {
            throw ProblemType.AUTHENTICATION_DISABLED.exception();
        }
    }
}
