package org.meshgate.http.sse;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.meshgate.http.server.ShutdownState;

/**
 * Sends an {@link EventStream}. RESTEasy Reactive itself would send the status before the stream's first event or
 * failure is known; here a refusal is a problem document like any other.
 */
@Provider
@Produces(MediaType.SERVER_SENT_EVENTS)
@ApplicationScoped
class EventStreamWriter implements ServerMessageBodyWriter<EventStream> {

    /** Disables response buffering in nginx and compatible proxies. */
    private static final CharSequence UNBUFFERED = HttpHeaders.createOptimized("X-Accel-Buffering");

    private final ShutdownState shutdownState;

    EventStreamWriter(ShutdownState shutdownState) {
        this.shutdownState = shutdownState;
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == EventStream.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == EventStream.class;
    }

    @Override
    public void writeResponse(EventStream body, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        RoutingContext routing = request.serverRequest().unwrap(RoutingContext.class);
        HttpServerResponse response = routing.response();
        ServerSerialisers.encodeResponseHeaders(request);
        request.serverResponse().setPreCommitListener(none -> {}); // the headers are already encoded
        request.suspend();
        response.setChunked(true).putHeader(UNBUFFERED, "no");
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Cancellable> listening = new AtomicReference<>(() -> {});
        Context origin = routing.vertx().getOrCreateContext();
        Runnable conclusion = () -> origin.runOnContext(none -> conclude(request, routing, over));
        Cancellable serving = shutdownState.onBegin(conclusion); // clients reconnect to another replica
        Runnable access = body.access().apply(conclusion);
        routing.addEndHandler(end -> {
            serving.cancel();
            access.run();
            conclude(request, routing, over);
            listening.get().cancel();
        });
        if (response.closed()) { // no end event would follow
            serving.cancel();
            access.run();
            conclude(request, routing, over);
            return;
        }
        listening.set(body.events()
                .subscribe()
                .with(
                        event -> send(event, routing),
                        failure -> conclude(request, routing, over),
                        () -> conclude(request, routing, over)));
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

    private static void conclude(ResteasyReactiveRequestContext request, RoutingContext routing, AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            HttpServerResponse response = routing.response();
            if (!response.closed() && !response.ended()) {
                response.end();
            }
            request.resume();
        }
    }

    @Override
    public void writeTo(
            EventStream body,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("events are not sent through streams");
    }
}
