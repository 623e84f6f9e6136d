package org.meshgate.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.PreMatching;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Lets one route serve paths that are known only at run time. JAX-RS takes its routes from annotations, and a
 * catch-all route would also answer for paths that do not exist.
 */
public final class PathRewriter {

    private static final String PATH = "meshgate.rerouted-path";
    private static final String LIMIT = "meshgate.body-limit";

    /** Only for resolving paths; its host has no meaning. */
    private static final URI BASE = URI.create("http://localhost/");

    private PathRewriter() {}

    /**
     * Rewrites the path of a request. Responses and logs still show the original path.
     *
     * @param context of a filter that is {@link PreMatching}
     * @param path of the route
     * @param bodyLimit of that route, in bytes
     */
    public static void to(ResteasyReactiveContainerRequestContext context, String path, long bodyLimit) {
        RoutingContext routing = RequestInfo.routing(context);
        routing.put(PATH, path);
        routing.put(LIMIT, bodyLimit);
        ((ContainerRequestContext) context).setRequestUri(BASE, URI.create(path));
    }

    /** The path of the route that serves the request. */
    public static String path(RoutingContext routing) {
        return Optional.<String>ofNullable(routing.get(PATH))
                .orElseGet(() -> routing.request().path());
    }

    public static OptionalLong bodyLimit(RoutingContext routing) {
        Long limit = routing.get(LIMIT);
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }
}
