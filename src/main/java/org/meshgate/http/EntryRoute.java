package org.meshgate.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.MisdirectedRequestException;
import org.meshgate.problem.ProblemException;

/** The first thing that every request of the main port meets: its id, headers that all answers carry, and its log line. */
@ApplicationScoped
class EntryRoute {

    private static final Logger ACCESS = Logger.getLogger("meshgate.access");

    /** Runs before Quarkus' own filters. */
    private static final int FIRST = 10_000;

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestTrace.HEADER);
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("X-Content-Type-Options");

    /**
     * Where Quarkus keeps the route under which a request is counted. JAX-RS replaces it when it finds a route; without
     * it the raw path would become a label of the metrics, with any token in it, and one label per path.
     */
    private static final String METRICS_ROUTE = "UrlPathTemplate";

    private static final String UNMATCHED = "UNMATCHED";

    private final boolean accessLog;

    private final ProblemWriter problems;

    private final AllowedHosts hosts;

    private final ClientAddresses clients;

    EntryRoute(MeshgateConfig config, AllowedHosts hosts, ClientAddresses clients, ProblemWriter problems) {
        this.hosts = hosts;
        this.clients = clients;
        this.problems = problems;
        this.accessLog = config.server().accessLog();
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, FIRST);
    }

    private void enter(RoutingContext context) {
        if (RequestTrace.begun(context)) { // rerouted: it has been here before
            context.next();
            return;
        }
        context.response()
                .putHeader(REQUEST_ID, RequestTrace.begin(context))
                .putHeader(NO_SNIFF, "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        ((HttpServerRequestInternal) context.request()).context().putLocal(METRICS_ROUTE, UNMATCHED);
        if (accessLog) {
            long start = System.nanoTime();
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

    /** With one decimal, and the same on every machine, whatever its locale. */
    private static String milliseconds(long nanos) {
        long tenths = nanos / 100_000;
        return tenths / 10 + "." + tenths % 10 + "ms";
    }

    private void log(RoutingContext context, long nanos) {
        HttpServerRequest request = context.request();
        // one string and no format: this is written for every request
        ACCESS.info(clients.of(context).text()
                + " " + request.method().name()
                + " " + SafePath.of(request.path())
                + " " + context.response().getStatusCode()
                + " " + context.response().bytesWritten()
                + " " + milliseconds(nanos)
                + " " + RequestTrace.caller(context)
                + " " + RequestTrace.id(context));
    }
}
