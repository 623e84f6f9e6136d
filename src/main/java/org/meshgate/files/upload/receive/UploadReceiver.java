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

/** Receives the file of a request, as far as it may be. */
@ApplicationScoped
public class UploadReceiver {

    private static final int ID_BYTES = 16;

    private final UploadService service;
    private final UploadRules rules;
    private final UploadSlots slots;
    private final InFlightUploads growing;
    private final ClientAddressResolver clients;
    private final SecureRandom random;
    private final UploadReader.Tools tools;

    UploadReceiver(
            UploadService service,
            UploadRules rules,
            UploadSlots slots,
            InFlightUploads growing,
            ClientAddressResolver clients,
            UploadFolder folder,
            FileExecutor executor,
            SecureRandom random,
            Clock clock) {
        this.service = service;
        this.rules = rules;
        this.slots = slots;
        this.growing = growing;
        this.clients = clients;
        this.random = random;
        this.tools = new UploadReader.Tools(folder, executor, clock);
    }

    /**
     * Reads the body to its end and keeps the file. Nothing of it has been read.
     *
     * @return its record. Fails with UNSUPPORTED_MEDIA_TYPE (415) for what is no form, MALFORMED_BODY (400) for a broken
     *     one, VALIDATION_FAILED (422) for a form without exactly one file of the kind, BODY_TOO_LARGE (413),
     *     UPLOAD_QUOTA_EXCEEDED (429), BUSY (503) when too many uploads are under way, DISK_FULL (507)
     */
    public Uni<StoredUpload> receive(Caller caller, UploadKind kind, RoutingContext routing) {
        try {
            String boundary = boundary(routing);
            long limit = rules.largest(kind);
            long announced = ContentLength.of(routing.request());
            if (announced > limit + UploadReader.OVERHEAD) {
                throw HttpProblemException.fileTooLarge(limit);
            }
            UploadReader reading = new UploadReader(routing, kind, newId(), limit, boundary, tools);
            return slots.within(caller, clients.of(routing).network(), () -> service.room(
                            caller, Math.max(0, announced - UploadReader.OVERHEAD))
                    .onFailure()
                    .invoke(refused -> BodyDrainer.discardAfterAnswer(routing))
                    .chain(free -> receive(caller, reading, free)));
        } catch (ProblemException refused) {
            BodyDrainer.discardAfterAnswer(routing);
            throw refused;
        }
    }

    private Uni<StoredUpload> receive(Caller caller, UploadReader reading, long free) {
        InFlightUploads.Reservation growth = growing.begin(UploadAccess.owner(caller), free);
        return reading.read(growth)
                .chain(incoming -> service.accept(caller, incoming, UploadReader.FIELD))
                .onTermination()
                .invoke(growth::end);
    }

    /** A random UUID (RFC 9562 version 4), from the injected source. */
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
