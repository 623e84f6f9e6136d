package org.meshgate.http.server;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.ServerConfig.LogFormat;
import org.meshgate.http.AllowedHosts;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.RequestInfo;
import org.meshgate.http.RequestPathRedactor;
import org.meshgate.http.body.ContentLength;
import org.meshgate.http.logging.StructuredLogger;
import org.meshgate.http.problem.ProblemWriter;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;

/**
 * The first filter of the main port: assigns the request id, adds headers common to all responses, writes the access
 * log.
 */
@ApplicationScoped
public class RequestEntryFilter {

    private static final String CATEGORY = "meshgate.access";
    private static final Logger ACCESS = Logger.getLogger(CATEGORY);

    /** The same field name as in the audit log. */
    private static final String REQUEST_ID_FIELD = "request_id";

    /** Runs before Quarkus' own filters. */
    private static final int FIRST = 10_000;

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestInfo.HEADER);
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("X-Content-Type-Options");

    private final StructuredLogger lines = new StructuredLogger(CATEGORY);

    private final boolean accessLog;

    private final boolean json;

    private final boolean traced;

    private final ProblemWriter problems;

    private final AllowedHosts hosts;

    private final ClientAddressResolver clients;

    private final ShutdownState shutdownState;

    private final UnreadResponses unread;

    RequestEntryFilter(
            MeshgateConfig config,
            AllowedHosts hosts,
            ClientAddressResolver clients,
            ProblemWriter problems,
            ShutdownState shutdownState,
            UnreadResponses unread) {
        this.shutdownState = shutdownState;
        this.unread = unread;
        this.hosts = hosts;
        this.clients = clients;
        this.problems = problems;
        this.accessLog = config.server().accessLog();
        this.traced = config.tracing().endpoint().isPresent();
        this.json = config.server().logFormat() == LogFormat.JSON;
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, FIRST);
    }

    private void enter(RoutingContext context) {
        if (RequestInfo.begun(context)) { // rewritten path: second pass, and Vert.x has cleared the headers
            putHeaders(context, RequestInfo.id(context));
            context.next();
            return;
        }
        unread.control(context.request().connection());
        String id = RequestInfo.begin(context);
        if (json) {
            MDC.put(REQUEST_ID_FIELD, id); // of this request alone: Quarkus keeps it with the Vert.x context
        }
        putHeaders(context, id);
        RequestInfo.unmatched(context);
        if (accessLog) {
            long start = System.nanoTime();
            if (traced) {
                RequestInfo.continued(context);
            }
            context.addEndHandler(end -> log(context, System.nanoTime() - start));
        }
        if (!hosts.admit(context.request())) {
            problems.end(ProblemType.MISDIRECTED_REQUEST.exception(), context);
            return;
        }
        try {
            ContentLength.of(context.request());
        } catch (ProblemException malformed) { // Quarkus would answer 500
            problems.end(malformed, context);
            return;
        }
        context.next();
    }

    private void putHeaders(RoutingContext context, String id) {
        context.response()
                .putHeader(REQUEST_ID, id)
                .putHeader(NO_SNIFF, "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (shutdownState.begun()) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** One decimal, independent of the locale. */
    private static String milliseconds(long nanos) {
        long tenths = nanos / 100_000;
        return tenths / 10 + "." + tenths % 10 + "ms";
    }

    private void log(RoutingContext context, long nanos) {
        HttpServerRequest request = context.request();
        if (json) {
            logFields(context, nanos);
            return;
        }
        // concatenation instead of a format: this runs for every request
        ACCESS.info(clients.of(context).text()
                + " " + RequestInfo.method(context)
                + " " + RequestPathRedactor.of(request.path())
                + " " + context.response().getStatusCode()
                + " " + context.response().bytesWritten()
                + " " + milliseconds(nanos)
                + " " + RequestInfo.callerName(context)
                + " " + RequestInfo.id(context)
                + RequestInfo.traceId(context).map(id -> " " + id).orElse(""));
    }

    private void logFields(RoutingContext context, long nanos) {
        HttpServerRequest request = context.request();
        String method = RequestInfo.method(context);
        String path = RequestPathRedactor.of(request.path());
        int status = context.response().getStatusCode();
        Map<String, String> fields = new HashMap<>(Map.of(
                "address",
                clients.of(context).text(),
                "method",
                method,
                "path",
                path,
                "status",
                Integer.toString(status),
                "bytes",
                Long.toString(context.response().bytesWritten()),
                "duration_ms",
                milliseconds(nanos).replace("ms", ""),
                "caller",
                RequestInfo.callerName(context),
                REQUEST_ID_FIELD,
                RequestInfo.id(context)));
        RequestInfo.traceId(context).ifPresent(id -> fields.put("trace_id", id));
        lines.info(method + " " + path + " " + status, fields);
    }
}
