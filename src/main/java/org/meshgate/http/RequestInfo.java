package org.meshgate.http;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.meshgate.caller.Caller;
import org.meshgate.http.server.RequestEntryFilter;

/** What is known of a request for logs and problem documents, kept with the request itself. */
public final class RequestInfo {

    /** The header by which a client or proxy may name a request, and by which every response names it. */
    public static final String HEADER = "X-Request-Id";

    private static final String ID = "meshgate.request-id";
    private static final String TRACE = "meshgate.trace-id";
    private static final String CALLER = "meshgate.caller";
    private static final String ANONYMOUS = "-";

    private static final Pattern ACCEPTED_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /**
     * Where Quarkus keeps the route under which a request is counted. JAX-RS replaces it when it finds a route; without
     * it the raw path would become a label of the metrics, with any token in it, and one label per path.
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
        return ((ResteasyReactiveRequestContext) context.getServerRequestContext())
                .serverRequest()
                .unwrap(RoutingContext.class);
    }

    /** Takes the id of the client's header if it is harmless in a log and no secret by mistake, else makes one. */
    public static String begin(RoutingContext context) {
        String sent = context.request().getHeader(HEADER);
        String id = sent != null && ACCEPTED_ID.matcher(sent).matches() && !SecretRedactor.finds(sent)
                ? sent
                : Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
        context.put(ID, id);
        return id;
    }

    /** Until a route is found. */
    public static void unmatched(RoutingContext context) {
        ((HttpServerRequestInternal) context.request()).context().putLocal(ROUTE, UNMATCHED);
    }

    /** Whether it did not even come as far as {@link RequestEntryFilter}. */
    public static boolean unseen(HttpServerRequest request) {
        return ((HttpServerRequestInternal) request).context().getLocal(ROUTE) == null;
    }

    /** The route's template, such as {@code /api/v1/users/admin/users/{user_id}}: nothing of it is the client's. */
    public static String route(RoutingContext context) {
        String route = ((HttpServerRequestInternal) context.request()).context().getLocal(ROUTE);
        return route == null ? UNMATCHED : route;
    }

    /** The method if it is one of HTTP, else {@code OTHER}: a client may send any text in its place, such as a token. */
    public static String method(RoutingContext context) {
        String name = context.request().method().name();
        return METHODS.contains(name) ? name : OTHER_METHOD;
    }

    /** Keeps the id of the trace whose span has begun for this request, if there is one. */
    public static void continued(RoutingContext context) {
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            context.put(TRACE, span.getTraceId());
        }
    }

    /** The id of the trace as the W3C writes it, while traces are made. */
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

    /** Notes who calls, once that is known. */
    public static void caller(RoutingContext context, Caller caller) {
        context.put(CALLER, caller);
    }

    /** Who calls, as far as that is known by now. */
    public static Optional<Caller> caller(RoutingContext context) {
        return Optional.ofNullable(context.get(CALLER));
    }

    public static String callerName(RoutingContext context) {
        Caller caller = context.get(CALLER);
        return caller == null ? ANONYMOUS : caller.logName();
    }
}
