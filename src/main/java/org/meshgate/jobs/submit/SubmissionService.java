package org.meshgate.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.validate.Submission;
import org.meshgate.catalog.validate.SubmissionValidator;
import org.meshgate.catalog.validate.UnknownParameters;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.record.QueueScore;
import org.meshgate.jobs.retention.Retention;
import org.meshgate.problem.IdempotencyKeyInFlightException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.problem.TooManyJobsException;
import org.meshgate.problem.ValidationFailedException;

/** Takes jobs in. Whose a job is follows from the caller alone; nothing that a client sends can say otherwise. */
@ApplicationScoped
class SubmissionService {

    private final SubmissionBodyReader bodies;
    private final SubmissionValidator form;
    private final InputFileResolver files;
    private final IdempotencyKeyStore keys;
    private final SubmissionStore store;
    private final JobJson json;
    private final Clock clock;
    private final SecureRandom random;
    private final Retention retention;
    private final SubmissionMetrics metrics;
    private final SubmissionStore.Quota quota;

    SubmissionService(
            SubmissionBodyReader bodies,
            SubmissionValidator form,
            InputFileResolver files,
            IdempotencyKeyStore keys,
            SubmissionStore store,
            JobJson json,
            Clock clock,
            SecureRandom random,
            Retention retention,
            SubmissionMetrics metrics,
            MeshgateConfig config) {
        this.bodies = bodies;
        this.form = form;
        this.files = files;
        this.keys = keys;
        this.store = store;
        this.json = json;
        this.clock = clock;
        this.random = random;
        this.retention = retention;
        this.metrics = metrics;
        this.quota = new SubmissionStore.Quota(
                config.jobs().maxQueuedPerUser(), config.jobs().maxQueueSize());
    }

    /**
     * A job that waits now.
     *
     * @param position from 1
     */
    record Accepted(String id, long position, Submission submission) {}

    /**
     * A body that keeps the rules of its job type.
     *
     * @param guard absent when the client repeats at its own risk
     */
    record Checked(Submission submission, Optional<SubmissionStore.IdempotencyKey> guard) {}

    /**
     * Reads and checks a body; its files are not looked at. A body of many megabytes keeps a thread busy for a while.
     *
     * @param type of the route that it came by
     * @param body what the client sent
     * @param guard {@code Idempotency-Key}: within a day the same request under the same key is no second job
     * @param unknown what happens to model parameters that cannot be used
     * @throws ValidationFailedException when a field, or the guard, breaks its rule
     * @throws IOException when it is no JSON
     */
    Checked check(JobType type, InputStream body, Optional<String> guard, UnknownParameters unknown)
            throws IOException {
        ObjectNode object = bodies.read(type, body);
        Submission submission = form.read(type, object, unknown);
        return new Checked(submission, guard.map(key -> keys.guard(key, type.path(), object)));
    }

    /**
     * Queues a job.
     *
     * @return fails with {@link ProblemType#IDEMPOTENCY_KEY_REUSED}, {@link IdempotencyKeyInFlightException},
     *     {@link TooManyJobsException}, or what becomes of files that cannot be used
     */
    Uni<Accepted> submit(Caller caller, Checked checked) {
        Submission submission = checked.submission();
        String id = newId();
        if (checked.guard().isEmpty() || submission.files().isEmpty()) { // without files one script does it all
            return resolveAndQueue(caller, id, checked, () -> Uni.createFrom().voidItem());
        }
        SubmissionStore.IdempotencyKey guard = checked.guard().get();
        Optional<String> owner = owner(caller);
        return keys.claim(owner, guard, id).chain(claim -> {
            if (claim instanceof IdempotencyKeyStore.Claim.Accepted first) {
                return Uni.createFrom().item(new Accepted(first.id(), first.position(), submission));
            }
            if (claim instanceof IdempotencyKeyStore.Claim.Differs) {
                throw ProblemType.IDEMPOTENCY_KEY_REUSED.exception();
            }
            if (claim instanceof IdempotencyKeyStore.Claim.InFlight) {
                throw new IdempotencyKeyInFlightException();
            }
            return resolveAndQueue(caller, id, checked, () -> keys.release(owner, guard, id));
        });
    }

    /** @param refused what else is to be done when it is certain that there will be no job */
    private Uni<Accepted> resolveAndQueue(Caller caller, String id, Checked checked, Supplier<Uni<Void>> refused) {
        Supplier<Uni<?>> cleanUp =
                () -> files.discard(caller, checked.submission()).chain(done -> refused.get());
        return files.resolve(caller, checked.submission())
                .onFailure()
                .call(cleanUp)
                .chain(submission -> queue(caller, id, submission, checked.guard())
                        .onFailure(SubmissionService::isRefusal)
                        .call(cleanUp))
                .call(accepted -> accepted.id().equals(id)
                        ? Uni.createFrom().voidItem()
                        : files.discard(caller, checked.submission()));
    }

    /** When Redis does not answer, it may have queued a job, which needs its files. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ProblemException && !(failure instanceof StorageUnavailableException);
    }

    private static Optional<String> owner(Caller caller) {
        return caller instanceof Caller.Account account ? Optional.of(account.userId()) : Optional.empty();
    }

    private Uni<Accepted> queue(
            Caller caller, String id, Submission submission, Optional<SubmissionStore.IdempotencyKey> guard) {
        Optional<String> owner = owner(caller);
        Instant now = clock.instant();
        SubmissionStore.NewJob job = new SubmissionStore.NewJob(
                id,
                json.write(record(id, submission, now, owner)),
                now.toEpochMilli(),
                QueueScore.DEFAULT_PRIORITY,
                owner,
                guard);
        return store.submit(job, quota)
                .invoke(outcome -> count(id, submission, outcome))
                .call(outcome -> makeRoom(owner, outcome))
                .map(outcome -> {
                    if (outcome instanceof SubmissionStore.Outcome.Queued queued) {
                        return new Accepted(queued.id(), queued.position(), submission);
                    }
                    if (outcome instanceof SubmissionStore.Outcome.Differs) {
                        throw ProblemType.IDEMPOTENCY_KEY_REUSED.exception();
                    }
                    if (outcome instanceof SubmissionStore.Outcome.InFlight) {
                        throw new IdempotencyKeyInFlightException();
                    }
                    throw outcome instanceof SubmissionStore.Outcome.OwnerFull
                            ? TooManyJobsException.ofUser(quota.ofOwner())
                            : TooManyJobsException.ofAll(quota.ofAll());
                });
    }

    /** A repetition has the id of the first one, and is no second job. */
    private void count(String id, Submission submission, SubmissionStore.Outcome outcome) {
        if (outcome instanceof SubmissionStore.Outcome.Queued queued
                && queued.id().equals(id)) {
            metrics.submitted(submission.feature());
        }
    }

    private Uni<Void> makeRoom(Optional<String> owner, SubmissionStore.Outcome outcome) {
        return outcome instanceof SubmissionStore.Outcome.Queued queued && owner.isPresent()
                ? retention.trim(owner.get(), queued.ofOwner())
                : Uni.createFrom().voidItem();
    }

    /** In the order and the types in which the GPU scheduler expects it: two members are JSON text. */
    private ObjectNode record(String id, Submission submission, Instant now, Optional<String> owner) {
        return json.object()
                .put(JobRecord.ID, id)
                .put(JobRecord.FEATURE, submission.feature())
                .put(JobRecord.INPUTS, json.write(submission.inputs()))
                .put(JobRecord.MODEL_PREFERENCE, submission.model())
                .put(JobRecord.PRIORITY, QueueScore.DEFAULT_PRIORITY)
                .put(JobRecord.STATUS, JobStatus.QUEUED.wireName())
                .put(JobRecord.CREATED, JobTimes.write(now))
                .put(JobRecord.METADATA, json.write(submission.metadata()))
                .put(JobRecord.OWNER, owner.orElse(""));
    }

    /** A random UUID (RFC 9562 version 4), from the injected source. */
    private String newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }
}
