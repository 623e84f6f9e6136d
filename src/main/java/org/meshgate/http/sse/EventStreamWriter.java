package org.meshgate.http.sse;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.meshgate.http.server.ShutdownState;
import org.meshgate.runtime.vertx.StreamedBodyWriter;

/**
 * Sends an {@link EventStream}. RESTEasy Reactive itself would send the status before the stream's first event or
 * failure is known; here a refusal is a problem document like any other.
 */
@Provider
@Produces(MediaType.SERVER_SENT_EVENTS)
@ApplicationScoped
class EventStreamWriter extends StreamedBodyWriter<EventStream> {

    /** Disables response buffering in nginx and compatible proxies. */
    private static final CharSequence UNBUFFERED = HttpHeaders.createOptimized("X-Accel-Buffering");

    private final ShutdownState shutdownState;

    EventStreamWriter(ShutdownState shutdownState) {
        this.shutdownState = shutdownState;
    }

    @Override
    protected Class<EventStream> bodyType() {
        return EventStream.class;
    }

    @Override
    protected void write(EventStream body, RoutingContext routing, Runnable resume) {
        HttpServerResponse response = routing.response();
        response.setChunked(true).putHeader(UNBUFFERED, "no");
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Cancellable> listening = new AtomicReference<>(() -> {});
        Context origin = routing.vertx().getOrCreateContext();
        Runnable conclusion = () -> origin.runOnContext(none -> conclude(resume, routing, over));
        Cancellable serving = shutdownState.onBegin(conclusion); // clients reconnect to another replica
        Runnable access = body.access().apply(conclusion);
        routing.addEndHandler(end -> {
            serving.cancel();
            access.run();
            conclude(resume, routing, over);
            listening.get().cancel();
        });
        if (response.closed()) { // no end event would follow
            serving.cancel();
            access.run();
            conclude(resume, routing, over);
            return;
        }
        listening.set(body.events()
                .subscribe()
                .with(
                        event -> send(event, routing),
                        failure -> conclude(resume, routing, over),
                        () -> conclude(resume, routing, over)));
        if (over.get()) {
            listening.get().cancel();
        }
    }

    /** Disconnects a client that does not read; it may reconnect. */
    private static void send(EventStream.Event event, RoutingContext routing) {
        HttpServerResponse response = routing.response();
        if (response.writeQueueFull()) {
            routing.request().connection().close();
        } else if (!response.closed() && !response.ended()) {
            response.write(event.frame());
        }
    }

    private static void conclude(Runnable resume, RoutingContext routing, AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            HttpServerResponse response = routing.response();
            if (!response.closed() && !response.ended()) {
                response.end();
            }
            resume.run();
        }
    }
}
