package org.meshgate.auth;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.problem.AdminRequiredException;

/** Runs on routes marked {@link AdminOnly}, after authentication. */
@AdminOnly
@Provider
@Priority(Priorities.AUTHORIZATION)
class AdminOnlyFilter implements ContainerRequestFilter {

    private final CurrentCaller caller;

    AdminOnlyFilter(CurrentCaller caller) {
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        if (!caller.get().isAdmin()) {
            throw new AdminRequiredException();
        }
    }
}
