package org.meshgate.http.route;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;

/** The {@link RoutePolicy} of each route. The annotations of a route are read at its first request. */
@Singleton // no proxy: every request comes here
public class RoutePolicies {

    private final Map<ResteasyReactiveResourceInfo, RoutePolicy> policies = new ConcurrentHashMap<>();

    /** The policy of the route that JAX-RS found for a request. */
    public RoutePolicy of(ResteasyReactiveContainerRequestContext context) {
        ResteasyReactiveResourceInfo route = context.getServerRequestContext().getResteasyReactiveResourceInfo();
        RoutePolicy known = policies.get(route);
        return known == null ? policies.computeIfAbsent(route, added -> RoutePolicy.of(added.getMethod())) : known;
    }
}
