package org.meshgate.runtime.vertx;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** What belongs to a request below JAX-RS: its routing context, and the locals of its Vert.x context. */
public final class RequestContexts {

    private RequestContexts() {}

    /** The routing context under a JAX-RS request. */
    public static RoutingContext routing(ResteasyReactiveContainerRequestContext context) {
        return routing(context.getServerRequestContext());
    }

    static RoutingContext routing(ServerRequestContext context) {
        return ((ResteasyReactiveRequestContext) context).serverRequest().unwrap(RoutingContext.class);
    }

    /** Sets a local value of the request's Vert.x context, where extensions of Quarkus read it. */
    public static void putLocal(HttpServerRequest request, String key, Object value) {
        ((HttpServerRequestInternal) request).context().putLocal(key, value);
    }

    /** A local value of the request's Vert.x context; null when it is not set. */
    public static <T> T getLocal(HttpServerRequest request, String key) {
        return ((HttpServerRequestInternal) request).context().getLocal(key);
    }
}
