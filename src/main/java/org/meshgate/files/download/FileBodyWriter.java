package org.meshgate.files.download;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.meshgate.runtime.vertx.StreamedBodyWriter;

/**
 * Streams a {@link FileBody}, plain or as base64, with back-pressure and a few chunks in memory. It does not use
 * {@code sendFile}, which opens and reads the file on the event loop and leaves the client waiting when the file has
 * vanished.
 */
@Provider
@Produces(MediaType.WILDCARD)
class FileBodyWriter extends StreamedBodyWriter<FileBody> {

    @Override
    protected Class<FileBody> bodyType() {
        return FileBody.class;
    }

    @Override
    protected void write(FileBody body, RoutingContext routing, Runnable resume) {
        HttpServerResponse response = routing.response();
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
            resume.run();
        });
    }
}
