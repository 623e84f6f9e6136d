package org.meshgate.auth;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.meshgate.caller.SignedLink;

/** Marks requests to {@link SignedLink} routes, before authentication. */
@SignedLink
@Provider
@Priority(Priorities.AUTHENTICATION - 100)
class SignedLinkFilter implements ContainerRequestFilter {

    private static final String MARK = "meshgate.signed-link";

    @Override
    public void filter(ContainerRequestContext context) {
        context.setProperty(MARK, Boolean.TRUE);
    }

    static boolean mayOpen(ContainerRequestContext context) {
        return context.getProperty(MARK) != null;
    }
}
