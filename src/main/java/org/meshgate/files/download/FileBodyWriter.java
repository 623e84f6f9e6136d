package org.meshgate.files.download;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Streams a {@link FileBody}, plain or as base64, with back-pressure and a few chunks in memory. It does not use
 * {@code sendFile}, which opens and reads the file on the event loop and leaves the client waiting when the file has
 * vanished.
 */
@Provider
@Produces(MediaType.WILDCARD)
class FileBodyWriter implements ServerMessageBodyWriter<FileBody> {

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == FileBody.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == FileBody.class;
    }

    @Override
    public void writeResponse(FileBody body, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        RoutingContext routing = request.serverRequest().unwrap(RoutingContext.class);
        HttpServerResponse response = routing.response();
        ServerSerialisers.encodeResponseHeaders(request);
        request.serverResponse().setPreCommitListener(none -> {}); // the headers are encoded already
        request.suspend();
        Optional<Base64WriteStream> encoder = body.envelope().map(around -> new Base64WriteStream(response, around));
        encoder.ifPresent(Base64WriteStream::begin);
        WriteStream<Buffer> target =
                encoder.<WriteStream<Buffer>>map(stream -> stream).orElse(response);
        body.file().pipe().endOnComplete(false).to(target).onComplete(sent -> {
            if (sent.succeeded() && !response.closed()) {
                encoder.ifPresent(Base64WriteStream::end);
            }
            if (sent.succeeded() && response.bytesWritten() >= body.length()) {
                response.end();
            } else if (!response.closed()) { // the file has shrunk: the client must not wait for the rest
                routing.request().connection().close();
            }
            request.resume();
        });
    }

    @Override
    public void writeTo(
            FileBody body,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("files are not sent through output streams");
    }
}
