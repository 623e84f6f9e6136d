package org.meshgate.http.server;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meshgate.http.PreferHeader;
import org.meshgate.http.RequestInfo;
import org.meshgate.http.problem.ProblemWriter;
import org.meshgate.http.session.PageOrigin;
import org.meshgate.problem.HttpProblemException;

/**
 * Applies {@code security.cors_origins} to cross-origin requests (Fetch Standard). {@code *} allows any page, without
 * credentials; named origins allow only their pages. The own origin is always allowed.
 */
@ApplicationScoped
class CorsFilter {

    /** Runs directly after {@link RequestEntryFilter}. */
    private static final int SECOND = 9_000;

    private static final String ANY = AllowedOrigins.ANY;
    private static final Duration PREFLIGHT_MEMORY = Duration.ofHours(1);

    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);
    private static final Set<String> REQUEST_HEADERS = Set.of(
            "Accept",
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "Last-Event-ID",
            PreferHeader.NAME,
            "Range",
            "traceparent",
            RequestInfo.HEADER);
    private static final Set<String> RESPONSE_HEADERS = Set.of(
            "Content-Disposition",
            "Content-Range",
            "ETag",
            PreferHeader.APPLIED,
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "Token-Expires",
            "WWW-Authenticate",
            "X-File-Size",
            "X-Generation-Time",
            "X-Job-ID",
            "X-Thumbnail-Generated",
            RequestInfo.HEADER);

    private static final String EXPOSED = String.join(",", RESPONSE_HEADERS);
    private static final String ALLOWED_METHODS =
            METHODS.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(","));

    private final ProblemWriter problems;
    private final List<String> origins;

    CorsFilter(AllowedOrigins allowed, ProblemWriter problems) {
        this.problems = problems;
        this.origins = allowed.origins();
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, SECOND);
    }

    private void handle(RoutingContext context) {
        Optional<String> origin = Optional.ofNullable(context.request().getHeader(HttpHeaders.ORIGIN));
        boolean any = origins.contains(ANY);
        if (!any) {
            // Also for a request without an origin: a cache must not serve its response to a page (RFC 9110, 12.5.5).
            context.response().headers().add(HttpHeaders.VARY, "Origin");
        }
        if (origin.isEmpty() || PageOrigin.isOwn(origin.get(), context.request())) {
            context.next();
        } else if (any) {
            admit(context, ANY);
        } else if (origins.contains(origin.get())) {
            context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            admit(context, origin.get());
        } else {
            problems.end(HttpProblemException.originNotAllowed(), context);
        }
    }

    /** Vert.x' own handler refuses origins of desktop programs ({@code tauri://localhost}) as malformed. */
    private static void admit(RoutingContext context, String origin) {
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        if (context.request().method().equals(HttpMethod.OPTIONS)
                && context.request().headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, ALLOWED_METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, String.join(",", REQUEST_HEADERS))
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, Long.toString(PREFLIGHT_MEMORY.toSeconds()))
                    .setStatusCode(204)
                    .end();
        } else {
            context.next();
        }
    }
}
