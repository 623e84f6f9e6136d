package org.meshgate.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.validate.Submission;
import org.meshgate.catalog.validate.SubmissionValidator;
import org.meshgate.catalog.validate.UnknownParameters;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.problem.limit.BudgetExceededException;
import org.meshgate.problem.limit.TooManyJobsException;

/** Accepts submissions. The owner of a job is always the caller; nothing that the client sends can change that. */
@ApplicationScoped
class SubmissionService {

    private final SubmissionBodyReader bodies;
    private final SubmissionValidator validator;
    private final InputFileResolver files;
    private final IdempotencyKeyStore keys;
    private final JobEnqueuer enqueuer;
    private final SecureRandom random;

    SubmissionService(
            SubmissionBodyReader bodies,
            SubmissionValidator validator,
            InputFileResolver files,
            IdempotencyKeyStore keys,
            JobEnqueuer enqueuer,
            SecureRandom random) {
        this.bodies = bodies;
        this.validator = validator;
        this.files = files;
        this.keys = keys;
        this.enqueuer = enqueuer;
        this.random = random;
    }

    /**
     * A queued job.
     *
     * @param position from 1
     */
    record Accepted(String id, long position, Submission submission) {}

    /**
     * A valid request.
     *
     * @param idempotencyKey absent when the client sent none
     */
    record ValidatedRequest(Submission submission, Optional<SubmissionStore.IdempotencyKey> idempotencyKey) {}

    /**
     * Reads and validates a body without looking at its files. A body of many megabytes occupies the thread for a
     * while.
     *
     * @param type the job type of the route
     * @param idempotencyKey the header {@code Idempotency-Key}: within a day a repeated request creates no second job
     * @param unknown whether unknown model parameters are ignored or rejected
     * @throws ValidationFailedException when a field or the idempotency key is invalid
     * @throws IOException when the body is not JSON
     */
    ValidatedRequest validate(
            JobType type, InputStream body, Optional<String> idempotencyKey, UnknownParameters unknown)
            throws IOException {
        ObjectNode object = bodies.read(type, body);
        Submission submission = validator.read(type, object, unknown);
        return new ValidatedRequest(submission, idempotencyKey.map(key -> keys.of(key, type.path(), object)));
    }

    /**
     * Queues a job.
     *
     * @return fails with {@link ProblemType#IDEMPOTENCY_KEY_REUSED}, {@link ProblemType#IDEMPOTENCY_KEY_IN_FLIGHT},
     *     {@link TooManyJobsException}, {@link BudgetExceededException}, or the problem of a file that cannot be used
     */
    Uni<Accepted> submit(Caller caller, ValidatedRequest request) {
        Submission submission = request.submission();
        String id = newId();
        if (request.idempotencyKey().isEmpty() || submission.files().isEmpty()) { // without files one script is enough
            return resolveAndEnqueue(caller, id, request, () -> Uni.createFrom().voidItem());
        }
        SubmissionStore.IdempotencyKey key = request.idempotencyKey().get();
        Optional<String> owner = Submitter.of(caller).owner();
        return keys.claim(owner, key, id).chain(claim -> {
            if (claim instanceof IdempotencyKeyStore.Claim.Accepted first) {
                return Uni.createFrom().item(new Accepted(first.id(), first.position(), submission));
            }
            if (claim instanceof IdempotencyKeyStore.Claim.Differs) {
                throw ProblemType.IDEMPOTENCY_KEY_REUSED.exception();
            }
            if (claim instanceof IdempotencyKeyStore.Claim.InFlight) {
                throw ProblemType.IDEMPOTENCY_KEY_IN_FLIGHT.exception();
            }
            return resolveAndEnqueue(caller, id, request, () -> keys.release(owner, key, id));
        });
    }

    /** @param onRejected runs in addition to the clean-up of files when it is certain that there will be no job */
    private Uni<Accepted> resolveAndEnqueue(
            Caller caller, String id, ValidatedRequest request, Supplier<Uni<Void>> onRejected) {
        Supplier<Uni<?>> cleanUp =
                () -> files.discard(caller, request.submission()).chain(done -> onRejected.get());
        return files.resolve(caller, request.submission())
                .onFailure()
                .call(cleanUp)
                .chain(submission -> enqueuer.enqueue(id, Submitter.of(caller), submission, request.idempotencyKey())
                        .onFailure(SubmissionService::isRejection)
                        .call(cleanUp))
                .call(accepted -> accepted.id().equals(id)
                        ? Uni.createFrom().voidItem()
                        : files.discard(caller, request.submission()));
    }

    /** False when Redis does not answer: it may have queued the job, which then needs its files. */
    private static boolean isRejection(Throwable failure) {
        return failure instanceof ProblemException && !(failure instanceof StorageUnavailableException);
    }

    /** A random UUID (RFC 9562 version 4) from the injected source. */
    private String newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }
}
