package org.meshgate.auth;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.meshgate.caller.Public;

/** Marks requests to {@link Public} routes, before authentication. */
@Public
@Provider
@Priority(Priorities.AUTHENTICATION - 100)
class PublicFilter implements ContainerRequestFilter {

    private static final String MARK = "meshgate.public";

    @Override
    public void filter(ContainerRequestContext context) {
        context.setProperty(MARK, Boolean.TRUE);
    }

    static boolean isPublic(ContainerRequestContext context) {
        return context.getProperty(MARK) != null;
    }
}
