package org.meshgate.http.server;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;
import org.meshgate.http.RequestInfo;
import org.meshgate.http.problem.ProblemWriter;
import org.meshgate.problem.HttpProblemException;

/**
 * The routes of the main port outside JAX-RS, and so outside the authentication filter. They are public, and listed
 * here only. Also answers unknown paths, and failures outside JAX-RS.
 */
@ApplicationScoped
public class FallbackRoutes {

    /** Every path, or beginning of paths when it ends in {@code *}, that is served outside JAX-RS. */
    public static final List<String> PUBLIC = List.of("/openapi.json", "/q/openapi*", "/docs*", "/console/*");

    private static final Logger LOG = Logger.getLogger(FallbackRoutes.class);

    private final ProblemWriter problems;

    FallbackRoutes(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route().failureHandler(this::failed);
        router.route().last().handler(context -> problems.end(HttpProblemException.notFound(), context));
    }

    private void failed(RoutingContext context) {
        int status = context.statusCode();
        if (status == 404) {
            problems.end(HttpProblemException.notFound(), context);
        } else if (status == 405) {
            problems.end(HttpProblemException.methodNotAllowed(), context);
        } else if (status >= 400 && status < 500) {
            problems.end(HttpProblemException.badRequest("The request cannot be understood."), context);
        } else {
            LOG.errorf(context.failure(), "request %s failed", RequestInfo.id(context));
            problems.end(HttpProblemException.internalError(), context);
        }
    }
}
