package org.meshgate.http.body;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Discards the rest of a request body. */
public final class BodyDrainer {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private BodyDrainer() {}

    /**
     * Discards what arrives after the response. Many clients read a response only after they have sent the whole body:
     * after two seconds the connection is closed.
     */
    public static void discardAfterAnswer(RoutingContext routing) {
        routing.addEndHandler(end -> discard(routing));
    }

    /** Discards what arrives from now on. */
    static void discard(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.isEnded()) {
            return;
        }
        long deadline = routing.vertx()
                .setTimer(PATIENCE.toMillis(), timer -> request.connection().close());
        request.handler(chunk -> {});
        request.endHandler(end -> routing.vertx().cancelTimer(deadline));
        request.exceptionHandler(gone -> routing.vertx().cancelTimer(deadline));
        request.resume();
    }
}
