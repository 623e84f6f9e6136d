package org.meshgate.auth;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.Role;
import org.meshgate.problem.ProblemType;

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
        // only the role: ScopeFilter reports a missing scope as a problem of its own
        if (!(caller.get() instanceof Caller.Account account) || account.role() != Role.ADMIN) {
            throw ProblemType.ADMIN_REQUIRED.exception();
        }
    }
}
