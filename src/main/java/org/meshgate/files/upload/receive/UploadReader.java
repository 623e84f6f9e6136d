package org.meshgate.files.upload.receive;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
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
import org.meshgate.http.body.BodyReader;
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

    private static final BodyReader.Pace PACE =
            new BodyReader.Pace(Duration.ofHours(1), Duration.ofSeconds(30), 4096, Duration.ofSeconds(30));

    /** The collaborators of a reader. */
    record Tools(UploadFolder folder, FileExecutor executor, Clock clock) {}

    private final RoutingContext routing;
    private final HttpServerRequest request;
    private final UploadKind kind;
    private final UUID id;
    private final long limit;
    private final Tools tools;
    private final MultipartReader form;
    private final BodyReader reader;

    private Optional<UniEmitter<? super IncomingUpload>> emitter = Optional.empty();
    private Optional<InFlightUploads.Reservation> reservation = Optional.empty();
    private Optional<IncomingPart> part = Optional.empty();
    private Optional<PartialFile> file = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private WriteBuffer pending = new WriteBuffer();
    private WriteBuffer spare = new WriteBuffer();
    private long received;
    private long size;
    private boolean writing;
    private boolean ended;

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
        this.reader = new BodyReader(routing, PACE, tools.clock()::millis);
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
            reader.read(this::chunk, this::end, this::fail);
        });
    }

    private void chunk(Buffer chunk) {
        if (failure.isPresent()) {
            return;
        }
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
        setWriting(true);
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
                            setWriting(false);
                            writeBuffer.clear();
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
            write();
            resume();
        } else if (!ended) {
            resume();
        } else {
            reader.stop();
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
        reader.stop();
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
