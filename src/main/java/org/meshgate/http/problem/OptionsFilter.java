package org.meshgate.http.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.meshgate.http.PathRewriter;

/** Corrects the {@code Allow} header of OPTIONS: Quarkus names the methods of all paths of a resource class. */
@ApplicationScoped
class OptionsFilter {

    /** Runs before the resources. */
    private static final int EARLY = 500;

    private final AllowedMethods allowedMethods;

    OptionsFilter(AllowedMethods allowedMethods) {
        this.allowedMethods = allowedMethods;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, EARLY);
    }

    private void handle(RoutingContext context) {
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            context.addHeadersEndHandler(ignored -> correct(context));
        }
        context.next();
    }

    private void correct(RoutingContext context) {
        String methods = allowedMethods.of(PathRewriter.path(context));
        if (!methods.isEmpty() && context.response().headers().contains(HttpHeaders.ALLOW)) {
            context.response().putHeader(HttpHeaders.ALLOW, methods + ", OPTIONS");
        }
    }
}
