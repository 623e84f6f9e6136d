package org.meshgate.cli.http;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads a response body up to a limit, into memory or a file. Fails with {@link BodyTooLargeException} beyond it. */
public final class BoundedBody implements BodySubscriber<byte[]> {

    private static final int MAX_BUFFER = 64 * 1024;

    private final OutputStream sink;
    private final Supplier<byte[]> content;
    private final long limit;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private long received;

    private BoundedBody(OutputStream sink, Supplier<byte[]> content, long limit) {
        this.sink = sink;
        this.content = content;
        this.limit = limit;
    }

    /** Bodies in memory. */
    public static BodyHandler<byte[]> inMemory(int limit) {
        return info -> memory(limit);
    }

    /** A body of status 2xx goes to the file and returns no bytes; any other is returned, up to {@code errorLimit}. */
    public static BodyHandler<byte[]> toFile(Path file, long limit, int errorLimit) {
        return info -> info.statusCode() / 100 == 2 ? file(file, limit) : memory(errorLimit);
    }

    /** As {@link #toFile}, into a stream, which is closed at the end. */
    public static BodyHandler<byte[]> toStream(
            Function<HttpResponse.ResponseInfo, OutputStream> sink, long limit, int errorLimit) {
        return info -> info.statusCode() / 100 == 2
                ? new BoundedBody(sink.apply(info), () -> new byte[0], limit)
                : memory(errorLimit);
    }

    private static BodySubscriber<byte[]> memory(int limit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return new BoundedBody(bytes, bytes::toByteArray, limit);
    }

    private static BodySubscriber<byte[]> file(Path file, long limit) {
        try {
            return new BoundedBody(new FileOutputStream(file.toFile()), () -> new byte[0], limit);
        } catch (IOException e) {
            BoundedBody failed = new BoundedBody(OutputStream.nullOutputStream(), () -> new byte[0], limit);
            failed.result.completeExceptionally(e);
            return failed;
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        subscription = upstream;
        if (result.isDone()) {
            upstream.cancel();
        } else {
            upstream.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                received += buffer.remaining();
                if (received > limit) {
                    throw new BodyTooLargeException(limit);
                }
                write(buffer);
            }
            subscription.request(1);
        } catch (IOException e) {
            subscription.cancel();
            fail(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
    }

    @Override
    public void onComplete() {
        try {
            sink.close();
            result.complete(content.get());
        } catch (IOException e) {
            result.completeExceptionally(e);
        }
    }

    private void write(ByteBuffer buffer) throws IOException {
        byte[] bytes = new byte[Math.min(buffer.remaining(), MAX_BUFFER)];
        while (buffer.hasRemaining()) {
            int length = Math.min(bytes.length, buffer.remaining());
            buffer.get(bytes, 0, length);
            sink.write(bytes, 0, length);
        }
    }

    private void fail(Throwable failure) {
        try {
            sink.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        result.completeExceptionally(failure);
    }
}
