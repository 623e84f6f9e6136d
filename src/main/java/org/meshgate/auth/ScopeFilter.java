package org.meshgate.auth;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.caller.Scopes;
import org.meshgate.problem.InsufficientScopeException;

/**
 * Checks the caller's scopes against those that the route requires, after authentication and the role check, on every
 * route that is not public. The annotations of a route are read once.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 10)
class ScopeFilter implements ResteasyReactiveContainerRequestFilter {

    private final CurrentCaller caller;
    private final Map<ResteasyReactiveResourceInfo, Scopes> required = new ConcurrentHashMap<>();

    ScopeFilter(CurrentCaller caller) {
        this.caller = caller;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext context) {
        if (PublicFilter.isPublic(context)) {
            return;
        }
        Scopes missing = required(context).without(caller.get().scopes());
        if (!missing.isEmpty()) {
            throw new InsufficientScopeException(missing.toString());
        }
    }

    private Scopes required(ResteasyReactiveContainerRequestContext context) {
        ResteasyReactiveResourceInfo route = ((ResteasyReactiveRequestContext) context.getServerRequestContext())
                .getTarget()
                .getLazyMethod();
        Scopes known = required.get(route);
        return known == null ? required.computeIfAbsent(route, ScopeFilter::read) : known;
    }

    private static Scopes read(ResteasyReactiveResourceInfo route) {
        Method method = route.getMethod();
        return isMarked(method) ? scopes(method) : scopes(method.getDeclaringClass());
    }

    private static boolean isMarked(AnnotatedElement element) {
        return element.isAnnotationPresent(RequiresScope.class) || element.isAnnotationPresent(AnyScope.class);
    }

    private static Scopes scopes(AnnotatedElement element) {
        if (!isMarked(element)) {
            throw new IllegalStateException("a route without a scope: " + element);
        }
        RequiresScope named = element.getAnnotation(RequiresScope.class);
        return named == null ? Scopes.NONE : Scopes.of(new Scope[] {named.value()});
    }
}
