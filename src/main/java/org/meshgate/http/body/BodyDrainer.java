package org.meshgate.http.body;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** What is left of a body that nobody wants any more. */
public final class BodyDrainer {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private BodyDrainer() {}

    /**
     * Throws away what still comes after the answer. Many clients read an answer only after they have sent everything:
     * they are given two seconds for that, then the connection is closed.
     */
    public static void discardAfterAnswer(RoutingContext routing) {
        routing.addEndHandler(end -> discard(routing));
    }

    /** The same from now on. */
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
