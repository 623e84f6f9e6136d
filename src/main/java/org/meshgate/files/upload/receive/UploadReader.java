package org.meshgate.files.upload.receive;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.meshgate.files.ContentTypes;
import org.meshgate.files.DiskFailures;
import org.meshgate.files.FileExecutor;
import org.meshgate.files.download.ContentDisposition;
import org.meshgate.files.upload.format.UploadFormat;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.format.UploadRules;
import org.meshgate.files.upload.storage.IncomingUpload;
import org.meshgate.files.upload.storage.PartialFile;
import org.meshgate.files.upload.storage.StoredName;
import org.meshgate.files.upload.storage.UploadFolder;
import org.meshgate.http.body.BodyDrainer;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ValidationFailedException;

/**
 * Streams the file of one request to the disk. At most two buffers are in memory: one that is being written and one
 * that is being filled; when both are full, the request is paused, which gives the client back-pressure. On any
 * failure, including a disconnect of the client, the file is deleted before the response. All but the writes run on the
 * request's event loop.
 */
final class UploadReader implements MultipartReader.PartHandler {

    /** The name of the field, as in 3DAIGC-API. */
    static final String FIELD = "file";

    /** Bytes allowed for boundaries and headers besides the file. */
    static final long MAX_OVERHEAD = 64 * 1024;

    /** Bytes per write. */
    private static final int WRITE_SIZE = 256 * 1024;

    /** A client that sends no bytes for this time is disconnected. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(30);

    /** The minimum average rate in bytes per second, after {@link #GRACE_SECONDS}. */
    private static final long MIN_BYTES_PER_SECOND = 4096;

    private static final long GRACE_SECONDS = 30;

    private static final Duration MAX_DURATION = Duration.ofHours(1);

    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    /** The collaborators of a reader. */
    record Tools(UploadFolder folder, FileExecutor executor, Clock clock) {}

    private final RoutingContext routing;
    private final HttpServerRequest request;
    private final UploadKind kind;
    private final UUID id;
    private final long limit;
    private final Tools tools;
    private final MultipartReader form;
    private final Instant started;

    private Optional<UniEmitter<? super IncomingUpload>> emitter = Optional.empty();
    private Optional<InFlightUploads.Reservation> reservation = Optional.empty();
    private Optional<IncomingPart> part = Optional.empty();
    private Optional<PartialFile> file = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private WriteBuffer pending = new WriteBuffer();
    private WriteBuffer spare = new WriteBuffer();
    private Instant lastProgress;
    private long received;
    private long size;
    private boolean writing;
    private boolean ended;
    private long timer;

    /** The file part of the form, from its header. */
    private record IncomingPart(StoredName name, String filename, UploadFormat format) {}

    /**
     * @param id the id of the new file
     * @param limit the maximum file size in bytes
     * @param boundary the boundary of the form
     */
    UploadReader(RoutingContext routing, UploadKind kind, UUID id, long limit, String boundary, Tools tools) {
        this.routing = routing;
        this.request = routing.request();
        this.kind = kind;
        this.id = id;
        this.limit = limit;
        this.tools = tools;
        this.form = new MultipartReader(boundary, this);
        this.started = tools.clock().instant();
        this.lastProgress = started;
    }

    /**
     * Reads the body to its end. To be called once.
     *
     * @param reservation counts every chunk and may refuse it
     */
    Uni<IncomingUpload> read(InFlightUploads.Reservation reservation) {
        return Uni.createFrom().emitter(emitter -> {
            this.reservation = Optional.of(reservation);
            this.emitter = Optional.of(emitter);
            start();
        });
    }

    private void start() {
        if (request.isEnded()) {
            end();
            return;
        }
        request.handler(this::chunk);
        request.endHandler(end -> end());
        request.exceptionHandler(gone -> fail(HttpProblemException.badRequest("The body ended too early.")));
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            routing.response().writeContinue();
        }
        timer = routing.vertx().setPeriodic(WATCH_INTERVAL.toMillis(), tick -> watch());
        request.resume();
    }

    private void watch() {
        Instant now = tools.clock().instant();
        boolean idle = !writing && lastProgress.plus(MAX_IDLE).isBefore(now);
        boolean tooSlow = !writing
                && received
                        < MIN_BYTES_PER_SECOND * (Duration.between(started, now).toSeconds() - GRACE_SECONDS);
        if (idle || tooSlow || started.plus(MAX_DURATION).isBefore(now)) {
            routing.addEndHandler(end -> request.connection().close());
            fail(HttpProblemException.badRequest("The body took too long."));
        }
    }

    private void chunk(Buffer chunk) {
        if (failure.isPresent()) {
            return;
        }
        lastProgress = tools.clock().instant();
        received += chunk.length();
        try {
            if (received > limit + MAX_OVERHEAD) {
                throw HttpProblemException.fileTooLarge(limit);
            }
            form.read(chunk.getBytes());
            if (pending.length() >= WRITE_SIZE) {
                if (writing) {
                    request.pause();
                } else {
                    write();
                }
            }
        } catch (ProblemException refused) {
            fail(refused);
        }
    }

    @Override
    public void begin(PartHeader header) {
        if (part.isPresent()) {
            throw wrong("must be the only part of the form");
        }
        if (!header.name().equals(FIELD)) {
            throw wrong("is required; the form has a field of another name");
        }
        String filename = header.filename().orElseThrow(() -> wrong("must be a file, sent with its name"));
        UploadFormat format = UploadRules.ofName(filename, kind, FIELD);
        String extension = ContentTypes.extension(filename);
        part = Optional.of(new IncomingPart(
                new StoredName(kind, id.toString(), extension), ContentDisposition.ofUpload(filename), format));
    }

    @Override
    public void content(byte[] bytes, int from, int length) {
        size += length;
        if (size > limit) {
            throw HttpProblemException.fileTooLarge(limit);
        }
        reservation.orElseThrow().add(length);
        pending.append(bytes, from, length);
    }

    private void end() {
        ended = true;
        if (failure.isPresent()) {
            return;
        }
        try {
            form.end();
            if (part.isEmpty()) {
                throw wrong("is required");
            }
            if (size == 0) {
                throw wrong("must not be empty");
            }
            if (!writing) {
                write();
            }
        } catch (ProblemException refused) {
            fail(refused);
        }
    }

    /** Writes the filled buffer while the other one is being filled. */
    private void write() {
        writing = true;
        WriteBuffer writeBuffer = pending;
        pending = spare;
        spare = writeBuffer;
        StoredName name = part.orElseThrow().name();
        Optional<PartialFile> open = file;
        tools.executor()
                .run(() -> append(open, name, writeBuffer))
                .subscribe()
                .with(
                        written -> {
                            file = Optional.of(written);
                            writing = false;
                            writeBuffer.clear();
                            proceed();
                        },
                        broken -> {
                            writing = false;
                            if (failure.isPresent()) {
                                discard();
                            } else {
                                fail(DiskFailures.problem(broken));
                            }
                        });
    }

    private PartialFile append(Optional<PartialFile> open, StoredName name, WriteBuffer writeBuffer)
            throws IOException {
        PartialFile target = open.isPresent() ? open.get() : tools.folder().create(name);
        try {
            target.write(writeBuffer.content());
            return target;
        } catch (IOException | RuntimeException e) {
            target.discard();
            throw e;
        }
    }

    private void proceed() {
        if (failure.isPresent()) {
            discard();
        } else if (pending.length() >= WRITE_SIZE || ended && pending.length() > 0) {
            lastProgress = tools.clock().instant();
            write();
            resume();
        } else if (!ended) {
            lastProgress = tools.clock().instant();
            resume();
        } else {
            routing.vertx().cancelTimer(timer);
            IncomingPart done = part.orElseThrow();
            emitter()
                    .complete(
                            new IncomingUpload(done.name(), file.orElseThrow(), done.filename(), done.format(), size));
        }
    }

    private void resume() {
        if (!ended) {
            request.resume();
        }
    }

    private void fail(Throwable reason) {
        if (failure.isPresent()) {
            return;
        }
        failure = Optional.of(reason);
        routing.vertx().cancelTimer(timer);
        pending.clear();
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
        if (file.isEmpty()) {
            emitter().fail(reason);
            return;
        }
        PartialFile unwanted = file.get();
        tools.executor()
                .run(() -> {
                    unwanted.discard();
                    return unwanted;
                })
                .subscribe()
                .with(gone -> emitter().fail(reason), broken -> emitter()
                        .fail(reason)); // the sweeper deletes the file later
    }

    private UniEmitter<? super IncomingUpload> emitter() {
        return emitter.orElseThrow();
    }

    private static ValidationFailedException wrong(String rule) {
        return new ValidationFailedException(FIELD, rule);
    }
}
