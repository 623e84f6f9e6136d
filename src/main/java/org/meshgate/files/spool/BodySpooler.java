package org.meshgate.files.spool;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.files.DiskFailures;
import org.meshgate.files.FileExecutor;
import org.meshgate.http.body.BodyDrainer;
import org.meshgate.http.body.BodyReader;
import org.meshgate.problem.HttpProblemException;

/**
 * Streams the body of one request to a {@link SpoolTarget}. At most two buffers are in memory: one that is being written
 * and one that is being filled; when both are full, the request is paused, which gives the client back-pressure. On any
 * failure, including a disconnect of the client, the target is discarded before the response. All but the writes run on
 * the request's event loop.
 */
public final class BodySpooler {

    /** Bytes per write. */
    private static final int WRITE_SIZE = 256 * 1024;

    private static final BodyReader.Pace PACE =
            new BodyReader.Pace(Duration.ofHours(6), Duration.ofSeconds(30), 4096, Duration.ofSeconds(30));

    private final RoutingContext routing;
    private final HttpServerRequest request;
    private final SpoolTarget target;
    private final long limit;
    private final FileExecutor executor;
    private final BodyReader reader;

    private Optional<UniEmitter<? super Long>> emitter = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private Buffer pending = Buffer.buffer();
    private long received;
    private boolean writing;
    private boolean ended;

    /** @param limit the largest body in bytes */
    public BodySpooler(RoutingContext routing, SpoolTarget target, long limit, FileExecutor executor, Clock clock) {
        this.routing = routing;
        this.request = routing.request();
        this.target = target;
        this.limit = limit;
        this.executor = executor;
        this.reader = new BodyReader(routing, PACE, clock::millis);
    }

    /**
     * Reads the body, which must be unread, to its end. To be called once.
     *
     * @return its size in bytes; fails with BODY_TOO_LARGE (413), BAD_REQUEST (400) for a body that ends too early or
     *     stalls, DISK_FULL (507)
     */
    public Uni<Long> spool() {
        return Uni.createFrom().emitter(receiver -> {
            emitter = Optional.of(receiver);
            reader.read(this::chunk, this::end, this::fail);
        });
    }

    private void chunk(Buffer chunk) {
        if (failure.isPresent()) {
            return;
        }
        received += chunk.length();
        if (received > limit) {
            fail(HttpProblemException.fileTooLarge(limit));
            return;
        }
        pending.appendBuffer(chunk);
        if (pending.length() >= WRITE_SIZE) {
            if (writing) {
                request.pause();
            } else {
                write();
            }
        }
    }

    private void end() {
        ended = true;
        if (failure.isEmpty() && !writing) {
            write();
        }
    }

    /** Writes the filled buffer while another one is being filled. */
    private void write() {
        setWriting(true);
        Buffer full = pending;
        pending = Buffer.buffer(WRITE_SIZE);
        executor.run(() -> {
                    target.write(ByteBuffer.wrap(full.getBytes()));
                    return full;
                })
                .subscribe()
                .with(
                        written -> {
                            setWriting(false);
                            proceed();
                        },
                        broken -> {
                            setWriting(false);
                            if (failure.isPresent()) {
                                discard();
                            } else {
                                fail(DiskFailures.problem(broken));
                            }
                        });
    }

    private void setWriting(boolean writes) {
        writing = writes;
        reader.waiting(writes);
    }

    private void proceed() {
        if (failure.isPresent()) {
            discard();
            return;
        }
        if (pending.length() >= WRITE_SIZE || ended && pending.length() > 0) {
            write();
        } else if (ended) {
            reader.stop();
            emitter.orElseThrow().complete(received);
            return;
        }
        if (!ended) {
            request.resume();
        }
    }

    private void fail(Throwable reason) {
        if (failure.isPresent()) {
            return;
        }
        failure = Optional.of(reason);
        reader.stop();
        pending = Buffer.buffer();
        if (!request.isEnded()) {
            request.pause();
            BodyDrainer.discardAfterAnswer(routing);
        }
        if (!writing) {
            discard();
        }
    }

    private void discard() {
        Throwable reason = failure.orElseThrow();
        executor.run(() -> {
                    target.discard();
                    return target;
                })
                .subscribe()
                // what cannot be deleted now is found by the sweeper
                .with(gone -> emitter.orElseThrow().fail(reason), broken -> emitter.orElseThrow()
                        .fail(reason));
    }
}
