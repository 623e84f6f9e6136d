package org.meshgate.auth;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.Role;
import org.meshgate.caller.ScopeRule;
import org.meshgate.caller.Scopes;
import org.meshgate.http.route.RoutePolicies;
import org.meshgate.http.route.RoutePolicy;
import org.meshgate.problem.InsufficientScopeException;
import org.meshgate.problem.ProblemType;

/**
 * Checks the caller's role, then the caller's scopes, against the {@link RoutePolicy}, after authentication, on every
 * route that is not public. A route that names no scope is closed to everyone.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
class AuthorizationFilter implements ResteasyReactiveContainerRequestFilter {

    private final RoutePolicies policies;
    private final CurrentCaller currentCaller;

    AuthorizationFilter(RoutePolicies policies, CurrentCaller currentCaller) {
        this.policies = policies;
        this.currentCaller = currentCaller;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext context) {
        RoutePolicy policy = policies.of(context);
        if (policy.isPublic()) {
            return;
        }
        Caller caller = currentCaller.get();
        // only the role: a missing scope is a problem of its own
        if (policy.adminOnly() && !(caller instanceof Caller.Account account && account.role() == Role.ADMIN)) {
            throw ProblemType.ADMIN_REQUIRED.exception();
        }
        ScopeRule rule = policy.scopes()
                .orElseThrow(() -> new IllegalStateException("a route without a scope: "
                        + context.getServerRequestContext()
                                .getResteasyReactiveResourceInfo()
                                .getMethod()));
        Scopes missing = rule.missing(caller.scopes());
        if (!missing.isEmpty()) {
            throw new InsufficientScopeException(missing.toString());
        }
    }
}
