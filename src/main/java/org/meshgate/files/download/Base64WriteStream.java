package org.meshgate.files.download;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.Base64;

/**
 * A write stream that encodes bytes as base64 (RFC 4648 section 4) inside a {@link Base64Envelope}. Buffers at most two
 * bytes between writes and passes on the back-pressure of the target.
 */
final class Base64WriteStream implements WriteStream<Buffer> {

    private static final int GROUP = 3;

    private final WriteStream<Buffer> target;
    private final Base64Envelope envelope;
    private final Base64.Encoder encoder = Base64.getEncoder();
    private Buffer remainder = Buffer.buffer();
    private long received;

    Base64WriteStream(WriteStream<Buffer> target, Base64Envelope envelope) {
        this.target = target;
        this.envelope = envelope;
    }

    /** Writes the JSON before the base64 text. */
    void begin() {
        target.write(Buffer.buffer(envelope.head()));
    }

    @Override
    public Future<Void> write(Buffer data) {
        received += data.length();
        Buffer bytes = remainder.length() == 0 ? data : remainder.appendBuffer(data);
        int whole = bytes.length() - bytes.length() % GROUP;
        remainder = whole == bytes.length() ? Buffer.buffer() : bytes.getBuffer(whole, bytes.length());
        return whole == 0
                ? Future.succeededFuture()
                : target.write(Buffer.buffer(encoder.encode(bytes.getBytes(0, whole))));
    }

    @Override
    public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
        write(data).onComplete(handler);
    }

    /**
     * Writes the last, padded group and the JSON after the base64 text; the target stays open. Does nothing when the
     * file has shrunk, so that the client never gets a valid document of a truncated file.
     */
    @Override
    public Future<Void> end() {
        if (received < envelope.fileSize()) {
            return Future.succeededFuture();
        }
        Buffer last = Buffer.buffer(encoder.encode(remainder.getBytes()));
        remainder = Buffer.buffer();
        return target.write(last.appendBytes(envelope.tail()));
    }

    @Override
    public void end(Handler<AsyncResult<Void>> handler) {
        end().onComplete(handler);
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        target.exceptionHandler(handler);
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        target.setWriteQueueMaxSize(maxSize);
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return target.writeQueueFull();
    }

    @Override
    public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
        target.drainHandler(handler);
        return this;
    }
}
