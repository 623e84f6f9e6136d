package org.meshgate.http.server;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.meshgate.http.body.BodyDrainer;
import org.meshgate.http.problem.ProblemWriter;
import org.meshgate.problem.HttpProblemException;

/**
 * Refuses requests that a proxy in front, or a routing library behind, could read in another way than this server:
 * those whose framing or host is ambiguous (RFC 9112 sections 3.2 and 6.1; Netty has refused {@code Content-Length}
 * beside {@code Transfer-Encoding} before), and paths of the API with an empty segment. RESTEasy drops such a segment,
 * so that {@code DELETE /users/tokens/}, sent by a script with an empty variable, would be {@code DELETE /users/tokens}
 * and revoke all tokens. A slash at the end of any other request is ignored: 3DAIGC-API redirects it.
 */
@ApplicationScoped
class RequestSyntaxFilter {

    /** After {@link CorsFilter}, so that a page may read why its request was refused. */
    private static final int PRIORITY = 8_000;

    private static final String API = "/api/";
    private static final String CHUNKED = "chunked";

    private final ProblemWriter problems;

    RequestSyntaxFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isUnambiguous(request.headers())) {
            // what follows on this connection may be the rest of this request
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(end -> request.connection().close());
            problems.end(
                    HttpProblemException.badRequest("A request must have one Host header, and no transfer coding but"
                            + " one chunked. This one has others."),
                    context);
        } else if (hasEmptySegment(request.method(), request.path())
                || hasEmptySegment(request.method(), context.normalizedPath())) {
            BodyDrainer.discardAfterAnswer(context);
            problems.end(HttpProblemException.notFound(), context);
        } else {
            context.next();
        }
    }

    private static boolean isUnambiguous(MultiMap headers) {
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
            if (codings.size() != 1 || !CHUNKED.equalsIgnoreCase(codings.get(0).strip())) {
                return false;
            }
        }
        return headers.getAll(HttpHeaders.HOST).size() <= 1;
    }

    /**
     * Whether a segment is empty, also one that only has matrix parameters ({@code ;name=value}), which are dropped.
     */
    static boolean hasEmptySegment(HttpMethod method, String path) {
        return path.startsWith(API)
                && (path.contains("//")
                        || path.contains("/;")
                        || HttpMethod.DELETE.equals(method) && path.endsWith("/"));
    }
}
