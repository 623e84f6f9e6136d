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
 * Brings the one file of one request to the disk. At most two pieces of it are in memory: one that is being written and
 * one that arrives meanwhile; when that is full too the request is paused, and so the client. Whatever goes wrong, also the client leaving, the file is removed before the answer.
 * Everything but the writing runs on the event loop of the request.
 */
final class UploadReader implements MultipartReader.Parts {

    /** The name of the field, as in 3DAIGC-API. */
    static final String FIELD = "file";

    /** What boundaries and headers may take besides the file. */
    static final long OVERHEAD = 64 * 1024;

    /** How much is written at once. */
    private static final int PIECE = 256 * 1024;

    /** A client that sends nothing for so long is not coming back. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(30);

    /** Nor is one that sends a byte now and then: bytes a second, on the average after a while. */
    private static final long SLOWEST = 4096;

    private static final long GRACE_SECONDS = 30;

    private static final Duration MAX_UPLOAD_LENGTH = Duration.ofHours(1);

    private static final Duration TICK = Duration.ofSeconds(1);

    /** What a reading needs of the program. */
    record Tools(UploadFolder folder, FileExecutor executor, Clock clock) {}

    private final RoutingContext routing;
    private final HttpServerRequest request;
    private final UploadKind kind;
    private final UUID id;
    private final long limit;
    private final Tools tools;
    private final MultipartReader form;
    private final Instant started;

    private Optional<UniEmitter<? super IncomingUpload>> waiting = Optional.empty();
    private Optional<InFlightUploads.Reservation> growth = Optional.empty();
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

    /** What the form says of its file. */
    private record IncomingPart(StoredName name, String filename, UploadFormat format) {}

    /**
     * @param id of the file to be
     * @param limit the largest file, in bytes
     * @param boundary of the form
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
     * Reads until the end; to be called once.
     *
     * @param counter is told of every piece, and may refuse it
     */
    Uni<IncomingUpload> read(InFlightUploads.Reservation counter) {
        return Uni.createFrom().emitter(emitter -> {
            growth = Optional.of(counter);
            waiting = Optional.of(emitter);
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
        timer = routing.vertx().setPeriodic(TICK.toMillis(), tick -> watch());
        request.resume();
    }

    private void watch() {
        Instant now = tools.clock().instant();
        boolean silent = !writing && lastProgress.plus(MAX_IDLE).isBefore(now);
        boolean trickling =
                !writing && received < SLOWEST * (Duration.between(started, now).toSeconds() - GRACE_SECONDS);
        if (silent || trickling || started.plus(MAX_UPLOAD_LENGTH).isBefore(now)) {
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
            if (received > limit + OVERHEAD) {
                throw HttpProblemException.fileTooLarge(limit);
            }
            form.read(chunk.getBytes());
            if (pending.length() >= PIECE) {
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
        growth.orElseThrow().add(length);
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

    /** Writes what is in memory, while more may arrive. */
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
        } else if (pending.length() >= PIECE || ended && pending.length() > 0) {
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
                .with(gone -> emitter().fail(reason), broken -> emitter().fail(reason)); // the sweeper finds the rest
    }

    private UniEmitter<? super IncomingUpload> emitter() {
        return waiting.orElseThrow();
    }

    private static ValidationFailedException wrong(String rule) {
        return new ValidationFailedException(FIELD, rule);
    }
}
