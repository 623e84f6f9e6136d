package org.meshgate.http;

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
import org.meshgate.problem.MisdirectedRequestException;
import org.meshgate.problem.ProblemException;

/** The first thing that every request of the main port meets: its id, headers that all answers carry, and its log line. */
@ApplicationScoped
class EntryRoute {

    private static final String CATEGORY = "meshgate.access";
    private static final Logger ACCESS = Logger.getLogger(CATEGORY);

    /** The same name as in the audit. */
    private static final String REQUEST_ID_FIELD = "request_id";

    /** Runs before Quarkus' own filters. */
    private static final int FIRST = 10_000;

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestTrace.HEADER);
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("X-Content-Type-Options");

    private final FieldsLog lines = new FieldsLog(CATEGORY);

    private final boolean accessLog;

    private final boolean json;

    private final boolean traced;

    private final ProblemWriter problems;

    private final AllowedHosts hosts;

    private final ClientAddresses clients;

    private final Draining draining;

    private final UnreadResponses unread;

    EntryRoute(
            MeshgateConfig config,
            AllowedHosts hosts,
            ClientAddresses clients,
            ProblemWriter problems,
            Draining draining,
            UnreadResponses unread) {
        this.draining = draining;
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
        if (RequestTrace.begun(context)) { // rerouted: it has been here before, and Vert.x has cleared the headers
            putHeaders(context, RequestTrace.id(context));
            context.next();
            return;
        }
        unread.control(context.request().connection());
        String id = RequestTrace.begin(context);
        if (json) {
            MDC.put(REQUEST_ID_FIELD, id); // of this request alone: Quarkus keeps it with the Vert.x context
        }
        putHeaders(context, id);
        RequestTrace.unmatched(context);
        if (accessLog) {
            long start = System.nanoTime();
            if (traced) {
                RequestTrace.continued(context);
            }
            context.addEndHandler(end -> log(context, System.nanoTime() - start));
        }
        if (!hosts.admit(context.request())) {
            problems.end(new MisdirectedRequestException(), context);
            return;
        }
        try {
            ContentLength.of(context.request());
        } catch (ProblemException malformed) { // Quarkus would fail on it with a 500
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
        if (draining.begun()) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** With one decimal, and the same on every machine, whatever its locale. */
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
        // one string and no format: this is written for every request
        ACCESS.info(clients.of(context).text()
                + " " + RequestTrace.method(context)
                + " " + SafePath.of(request.path())
                + " " + context.response().getStatusCode()
                + " " + context.response().bytesWritten()
                + " " + milliseconds(nanos)
                + " " + RequestTrace.callerName(context)
                + " " + RequestTrace.id(context)
                + RequestTrace.traceId(context).map(id -> " " + id).orElse(""));
    }

    private void logFields(RoutingContext context, long nanos) {
        HttpServerRequest request = context.request();
        String method = RequestTrace.method(context);
        String path = SafePath.of(request.path());
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
                RequestTrace.callerName(context),
                REQUEST_ID_FIELD,
                RequestTrace.id(context)));
        RequestTrace.traceId(context).ifPresent(id -> fields.put("trace_id", id));
        lines.info(method + " " + path + " " + status, fields);
    }
}
