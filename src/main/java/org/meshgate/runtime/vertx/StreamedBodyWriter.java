package org.meshgate.runtime.vertx;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * A writer that sends a body through the Vert.x response, after JAX-RS has set its status and headers. The request ends
 * when the writer says so.
 *
 * @param <T> the type of the bodies
 */
public abstract class StreamedBodyWriter<T> implements ServerMessageBodyWriter<T> {

    /** The type of the bodies. Bodies of subtypes are not written. */
    protected abstract Class<T> bodyType();

    /**
     * Sends a body. The status and the headers are set, but not sent.
     *
     * @param resume must run once, when the response has ended
     */
    protected abstract void write(T body, RoutingContext routing, Runnable resume);

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == bodyType();
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == bodyType();
    }

    @Override
    public void writeResponse(T body, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        ServerSerialisers.encodeResponseHeaders(request);
        request.serverResponse().setPreCommitListener(none -> {}); // the headers are encoded already
        request.suspend();
        write(body, RequestContexts.routing(context), request::resume);
    }

    @Override
    public void writeTo(
            T body,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("bodies are not sent through output streams");
    }
}
