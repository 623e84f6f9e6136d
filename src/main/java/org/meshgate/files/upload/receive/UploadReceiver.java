package org.meshgate.files.upload.receive;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.caller.Caller;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.format.UploadRules;
import org.meshgate.files.upload.storage.StoredUpload;
import org.meshgate.files.upload.storage.UploadAccess;
import org.meshgate.files.upload.storage.UploadIntake;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.body.BodyDrainer;
import org.meshgate.http.body.ContentLength;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ProblemException;

/** Receives the file of an upload request within the limits of the caller. */
@ApplicationScoped
public class UploadReceiver {

    private final UploadIntake intake;
    private final UploadRules rules;
    private final UploadSlots slots;
    private final InFlightUploads inFlight;
    private final ClientAddressResolver clients;
    private final UploadReaderFactory readers;

    UploadReceiver(
            UploadIntake intake,
            UploadRules rules,
            UploadSlots slots,
            InFlightUploads inFlight,
            ClientAddressResolver clients,
            UploadReaderFactory readers) {
        this.intake = intake;
        this.rules = rules;
        this.slots = slots;
        this.inFlight = inFlight;
        this.clients = clients;
        this.readers = readers;
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
            String boundary = UploadReaderFactory.boundary(routing);
            long limit = rules.maxBytes(kind);
            long announced = ContentLength.of(routing.request());
            if (announced > limit + UploadReader.MAX_OVERHEAD) {
                throw HttpProblemException.fileTooLarge(limit);
            }
            UploadReader reader = readers.create(routing, kind, limit, boundary);
            return slots.within(caller, clients.of(routing).network(), () -> intake.requireSpace(
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
                .chain(incoming -> intake.accept(caller, incoming, UploadReader.FIELD))
                .onTermination()
                .invoke(reservation::end);
    }
}
