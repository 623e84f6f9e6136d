package org.meshgate.files.upload.receive;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.meshgate.caller.Caller;
import org.meshgate.files.FileExecutor;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.format.UploadRules;
import org.meshgate.files.upload.storage.StoredUpload;
import org.meshgate.files.upload.storage.UploadAccess;
import org.meshgate.files.upload.storage.UploadFolder;
import org.meshgate.files.upload.storage.UploadService;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.body.BodyDrainer;
import org.meshgate.http.body.ContentLength;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ProblemException;

/** Receives the file of an upload request within the limits of the caller. */
@ApplicationScoped
public class UploadReceiver {

    private static final int ID_BYTES = 16;

    private final UploadService service;
    private final UploadRules rules;
    private final UploadSlots slots;
    private final InFlightUploads inFlight;
    private final ClientAddressResolver clients;
    private final SecureRandom random;
    private final UploadReader.Tools tools;

    UploadReceiver(
            UploadService service,
            UploadRules rules,
            UploadSlots slots,
            InFlightUploads inFlight,
            ClientAddressResolver clients,
            UploadFolder folder,
            FileExecutor executor,
            SecureRandom random,
            Clock clock) {
        this.service = service;
        this.rules = rules;
        this.slots = slots;
        this.inFlight = inFlight;
        this.clients = clients;
        this.random = random;
        this.tools = new UploadReader.Tools(folder, executor, clock);
    }

    /**
     * Reads the request body and stores the file. The body must be unread.
     *
     * @return the record. Fails with UNSUPPORTED_MEDIA_TYPE (415) when the body is not a form, MALFORMED_BODY (400) for
     *     a malformed form, VALIDATION_FAILED (422) for a form without exactly one file of the kind, BODY_TOO_LARGE
     *     (413), UPLOAD_QUOTA_EXCEEDED (429), BUSY (503) when too many uploads are in progress, DISK_FULL (507)
     */
    public Uni<StoredUpload> receive(Caller caller, UploadKind kind, RoutingContext routing) {
        try {
            String boundary = boundary(routing);
            long limit = rules.maxBytes(kind);
            long announced = ContentLength.of(routing.request());
            if (announced > limit + UploadReader.MAX_OVERHEAD) {
                throw HttpProblemException.fileTooLarge(limit);
            }
            UploadReader reader = new UploadReader(routing, kind, newId(), limit, boundary, tools);
            return slots.within(caller, clients.of(routing).network(), () -> service.requireSpace(
                            caller, Math.max(0, announced - UploadReader.MAX_OVERHEAD))
                    .onFailure()
                    .invoke(refused -> BodyDrainer.discardAfterAnswer(routing))
                    .chain(free -> receive(caller, reader, free)));
        } catch (ProblemException refused) {
            BodyDrainer.discardAfterAnswer(routing);
            throw refused;
        }
    }

    private Uni<StoredUpload> receive(Caller caller, UploadReader reader, long free) {
        InFlightUploads.Reservation reservation = inFlight.begin(UploadAccess.owner(caller), free);
        return reader.read(reservation)
                .chain(incoming -> service.accept(caller, incoming, UploadReader.FIELD))
                .onTermination()
                .invoke(reservation::end);
    }

    /** A random UUID (RFC 9562 version 4) from the injected random source. */
    public UUID newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static String boundary(RoutingContext routing) {
        return Optional.ofNullable(routing.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .flatMap(MultipartReader::boundary)
                .orElseThrow(HttpProblemException::multipartNeeded);
    }
}
