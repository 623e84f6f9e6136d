package org.meshgate.auth;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.meshgate.caller.Unlimited;

/** Marks requests to {@link Unlimited} routes, before requests are counted. */
@Unlimited
@Provider
@Priority(Priorities.AUTHENTICATION - 100)
class UnlimitedFilter implements ContainerRequestFilter {

    private static final String MARK = "meshgate.unlimited";

    @Override
    public void filter(ContainerRequestContext context) {
        context.setProperty(MARK, Boolean.TRUE);
    }

    static boolean isUnlimited(ContainerRequestContext context) {
        return context.getProperty(MARK) != null;
    }
}
