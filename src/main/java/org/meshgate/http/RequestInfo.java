package org.meshgate.http;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.meshgate.caller.Caller;
import org.meshgate.http.server.RequestEntryFilter;
import org.meshgate.runtime.vertx.RequestContexts;

/** Facts about a request for logs and problem documents, stored in its routing context. */
public final class RequestInfo {

    /** The header with the request id, which a client or proxy may choose and every response carries. */
    public static final String HEADER = "X-Request-Id";

    private static final String ID = "meshgate.request-id";
    private static final String TRACE = "meshgate.trace-id";
    private static final String CALLER = "meshgate.caller";
    private static final String ANONYMOUS = "-";

    private static final Pattern ACCEPTED_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /**
     * The key under which Quarkus keeps the route for metrics. JAX-RS replaces it when it finds a route; without it
     * the raw path would become a metrics label, with any token in it, and one label per path.
     */
    private static final String ROUTE = "UrlPathTemplate";

    private static final String UNMATCHED = "UNMATCHED";

    /** RFC 9110 section 9, and PATCH of RFC 5789. */
    private static final Set<String> METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

    private static final String OTHER_METHOD = "OTHER";

    private RequestInfo() {}

    /** The routing context under a JAX-RS request. */
    public static RoutingContext routing(ResteasyReactiveContainerRequestContext context) {
        return RequestContexts.routing(context);
    }

    /** Accepts the client's request id if it is safe in a log and holds no secret, else generates one. */
    public static String begin(RoutingContext context) {
        String sent = context.request().getHeader(HEADER);
        String id = sent != null && ACCEPTED_ID.matcher(sent).matches() && !SecretRedactor.finds(sent)
                ? sent
                : Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
        context.put(ID, id);
        return id;
    }

    /** Sets the route to {@code UNMATCHED} until JAX-RS finds one. */
    public static void unmatched(RoutingContext context) {
        RequestContexts.putLocal(context.request(), ROUTE, UNMATCHED);
    }

    /** Whether the request failed before it reached {@link RequestEntryFilter}. */
    public static boolean unseen(HttpServerRequest request) {
        return RequestContexts.getLocal(request, ROUTE) == null;
    }

    /** The route's template, such as {@code /api/v1/users/admin/users/{user_id}}, which holds no text of the client. */
    public static String route(RoutingContext context) {
        String route = RequestContexts.getLocal(context.request(), ROUTE);
        return route == null ? UNMATCHED : route;
    }

    /** The method if it is one of HTTP, else {@code OTHER}: a client may send any text as a method, such as a token. */
    public static String method(RoutingContext context) {
        String name = context.request().method().name();
        return METHODS.contains(name) ? name : OTHER_METHOD;
    }

    /** Stores the id of the current trace, if there is one. */
    public static void continued(RoutingContext context) {
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            context.put(TRACE, span.getTraceId());
        }
    }

    /** The W3C trace id; empty while tracing is off. */
    public static Optional<String> traceId(RoutingContext context) {
        return Optional.ofNullable(context.get(TRACE));
    }

    public static boolean begun(RoutingContext context) {
        return context.get(ID) != null;
    }

    /** The id of the request. */
    public static String id(RoutingContext context) {
        String id = context.get(ID);
        return id == null ? ANONYMOUS : id;
    }

    /** Stores the caller after authentication. */
    public static void caller(RoutingContext context, Caller caller) {
        context.put(CALLER, caller);
    }

    /** The caller; empty before authentication and on public routes. */
    public static Optional<Caller> caller(RoutingContext context) {
        return Optional.ofNullable(context.get(CALLER));
    }

    public static String callerName(RoutingContext context) {
        Caller caller = context.get(CALLER);
        return caller == null ? ANONYMOUS : caller.logName();
    }
}
