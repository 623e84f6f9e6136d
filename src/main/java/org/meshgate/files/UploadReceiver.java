package org.meshgate.files;

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
import org.meshgate.http.ClientAddresses;
import org.meshgate.http.ContentLength;
import org.meshgate.http.UnreadBody;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ProblemException;

/** Receives the file of a request, as far as it may be. */
@ApplicationScoped
class UploadReceiver {

    private static final int ID_BYTES = 16;

    private final UploadService service;
    private final UploadRules rules;
    private final UploadSlots slots;
    private final GrowingUploads growing;
    private final ClientAddresses clients;
    private final SecureRandom random;
    private final UploadReading.Tools tools;

    UploadReceiver(
            UploadService service,
            UploadRules rules,
            UploadSlots slots,
            GrowingUploads growing,
            ClientAddresses clients,
            UploadFolder folder,
            FileWorkers workers,
            SecureRandom random,
            Clock clock) {
        this.service = service;
        this.rules = rules;
        this.slots = slots;
        this.growing = growing;
        this.clients = clients;
        this.random = random;
        this.tools = new UploadReading.Tools(folder, workers, clock);
    }

    /**
     * Reads the body to its end and keeps the file. Nothing of it has been read.
     *
     * @return its record. Fails with UNSUPPORTED_MEDIA_TYPE (415) for what is no form, MALFORMED_BODY (400) for a broken
     *     one, VALIDATION_FAILED (422) for a form without exactly one file of the kind, BODY_TOO_LARGE (413),
     *     UPLOAD_QUOTA_EXCEEDED (429), BUSY (503) when too many uploads are under way, DISK_FULL (507)
     */
    Uni<StoredUpload> receive(Caller caller, UploadKind kind, RoutingContext routing) {
        try {
            String boundary = boundary(routing);
            long limit = rules.largest(kind);
            long announced = ContentLength.of(routing.request());
            if (announced > limit + UploadReading.OVERHEAD) {
                throw HttpProblemException.fileTooLarge(limit);
            }
            UploadReading reading = new UploadReading(routing, kind, newId(), limit, boundary, tools);
            return slots.within(caller, clients.of(routing).network(), () -> service.room(
                            caller, Math.max(0, announced - UploadReading.OVERHEAD))
                    .onFailure()
                    .invoke(refused -> UnreadBody.discardAfterAnswer(routing))
                    .chain(free -> receive(caller, reading, free)));
        } catch (ProblemException refused) {
            UnreadBody.discardAfterAnswer(routing);
            throw refused;
        }
    }

    private Uni<StoredUpload> receive(Caller caller, UploadReading reading, long free) {
        GrowingUploads.Growth growth = growing.begin(UploadAccess.owner(caller), free);
        return reading.read(growth)
                .chain(incoming -> service.accept(caller, incoming, UploadReading.FIELD))
                .onTermination()
                .invoke(growth::end);
    }

    /** A random UUID (RFC 9562 version 4), from the injected source. */
    UUID newId() {
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
