package org.meshgate.auth;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.meshgate.caller.SignedFolder;

/** Marks requests to {@link SignedFolder} routes, before authentication. */
@SignedFolder
@Provider
@Priority(Priorities.AUTHENTICATION - 100)
class SignedFolderFilter implements ContainerRequestFilter {

    private static final String MARK = "meshgate.signed-folder";

    @Override
    public void filter(ContainerRequestContext context) {
        context.setProperty(MARK, Boolean.TRUE);
    }

    static boolean onlyByLink(ContainerRequestContext context) {
        return context.getProperty(MARK) != null;
    }
}
