package org.meshgate.http.body;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Marks requests to {@link StreamedBody} routes, before {@link BodyFilter}, which skips them. */
@StreamedBody
@Provider
@Priority(Priorities.ENTITY_CODER - 100)
class StreamedBodyFilter implements ContainerRequestFilter {

    private static final String MARK = "meshgate.streamed-body";

    @Override
    public void filter(ContainerRequestContext context) {
        context.setProperty(MARK, Boolean.TRUE);
    }

    static boolean isStreamed(ContainerRequestContext context) {
        return context.getProperty(MARK) != null;
    }
}
