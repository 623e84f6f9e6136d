package org.meshgate.jobs.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meshgate.jobs.queue.WorkQueueStore.Destination;
import org.meshgate.jobs.queue.WorkQueueStore.Outcome;
import org.meshgate.jobs.queue.WorkQueueStore.QueueState;
import org.meshgate.jobs.queue.WorkQueueStore.Transition;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.record.QueueScore;

/**
 * The job queue for Meshgate's own workers. A worker claims a job with a lease and renews the lease while it works.
 * When the lease expires, the job returns to the queue until its retries are used up. Claimed jobs are kept out of the
 * set of the GPU scheduler of 3DAIGC-API, which would requeue or fail them when it starts or stops.
 */
@ApplicationScoped
public class WorkQueue {

    /** How long a claim lasts without a heartbeat of the worker. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** How many jobs at the head of the queue are searched for one with a supported feature. */
    private static final int LOOK_AHEAD = 100;

    private static final int EXPIRED_BATCH_SIZE = 50;

    /** The same number as in the records of 3DAIGC-API. */
    private static final int MAX_RETRIES = 4;

    private final WorkQueueStore store;
    private final JobJson json;
    private final Clock clock;

    WorkQueue(WorkQueueStore store, JobJson json, Clock clock) {
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    /** A job that a worker holds while it renews the lease. */
    public static final class ClaimedJob {

        private final JobRecord job;
        private final ObjectNode inputs;

        private ClaimedJob(JobRecord job, ObjectNode inputs) {
            this.job = job;
            this.inputs = inputs;
        }

        public String id() {
            return job.id();
        }

        public String feature() {
            return job.feature();
        }

        /** The number of earlier attempts. */
        public int retries() {
            return job.fields().path(JobRecord.RETRIES).asInt(0);
        }

        /** A copy of the inputs of the submission. */
        public ObjectNode inputs() {
            return inputs.deepCopy();
        }
    }

    /**
     * Claims the first job of the queue with one of these features.
     *
     * @param features that the worker supports
     * @param modelId model to show in the job
     * @return the job; absent when there is none
     */
    public Uni<Optional<ClaimedJob>> claim(Set<String> features, String modelId) {
        return store.next(LOOK_AHEAD).chain(waiting -> claimFirst(waiting, features, modelId));
    }

    private Uni<Optional<ClaimedJob>> claimFirst(List<JobRecord> waiting, Set<String> features, String modelId) {
        Optional<JobRecord> candidate =
                waiting.stream().filter(job -> features.contains(job.feature())).findFirst();
        if (candidate.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        JobRecord job = candidate.get();
        Instant now = clock.instant();
        ObjectNode after = next(job, JobStatus.PROCESSING);
        after.put(JobRecord.MODEL_ID, modelId);
        after.put(JobRecord.STARTED, JobTimes.write(now));
        Transition transition = new Transition(
                job, QueueState.PENDING, after, Optional.of(Destination.lease(now.plus(LEASE))), Optional.empty());
        return store.transition(transition).chain(outcome -> {
            if (outcome == Outcome.DONE) {
                return Uni.createFrom().item(Optional.of(claimed(job, after)));
            }
            // another worker claimed it first
            List<JobRecord> rest = waiting.subList(waiting.indexOf(job) + 1, waiting.size());
            return claimFirst(rest, features, modelId);
        });
    }

    private ClaimedJob claimed(JobRecord job, ObjectNode after) {
        ObjectNode inputs = job.text(JobRecord.INPUTS).flatMap(json::read).orElseGet(json::object);
        return new ClaimedJob(JobRecord.plain(job.id(), json.write(after), after), inputs);
    }

    /** What the worker is to do after a heartbeat. */
    public enum Order {
        /** Continue with the job. */
        CONTINUE,
        /** Stop and report it with {@link WorkQueue#cancelled}. */
        CANCEL,
        /** Stop without a report: the job was deleted or claimed by another worker. */
        ABANDON
    }

    /**
     * Renews the lease: the heartbeat of the worker.
     *
     * @param progress from 0 to 1
     */
    public Uni<Order> renew(ClaimedJob claimed, double progress) {
        return store.renew(claimed.job, clock.instant().plus(LEASE), progress).map(renewal -> switch (renewal) {
            case OK -> Order.CONTINUE;
            case CANCEL -> Order.CANCEL;
            case GONE -> Order.ABANDON;
        });
    }

    /**
     * Completes the job with a result. If a cancellation was requested meanwhile, the job is cancelled instead, as the
     * client was told.
     *
     * @param result with {@code output_mesh_path}, as the workers of 3DAIGC-API write it
     * @return false when the job was cancelled or the worker had lost it; its files are then unused
     */
    public Uni<Boolean> complete(ClaimedJob claimed, ObjectNode result) {
        ObjectNode after = next(claimed.job, JobStatus.COMPLETED);
        after.put(JobRecord.COMPLETED, now());
        return store.transition(
                        new Transition(claimed.job, QueueState.LEASE, after, Optional.empty(), Optional.of(result)))
                .chain(outcome -> outcome == Outcome.CANCELLING
                        ? cancelled(claimed).replaceWith(false)
                        : Uni.createFrom().item(outcome == Outcome.DONE));
    }

    /**
     * Fails the job.
     *
     * @param error the reason, for the owner of the job
     * @return false when the worker had lost the job
     */
    public Uni<Boolean> fail(ClaimedJob claimed, String error) {
        ObjectNode after = next(claimed.job, JobStatus.FAILED);
        after.put(JobRecord.ERROR, error);
        after.put(JobRecord.FAILED, now());
        return end(claimed, after);
    }

    /** Confirms a requested cancellation; false when the worker had lost the job. */
    public Uni<Boolean> cancelled(ClaimedJob claimed) {
        ObjectNode after = next(claimed.job, JobStatus.CANCELLED);
        after.put(JobRecord.CANCELLED, now());
        return end(claimed, after);
    }

    private Uni<Boolean> end(ClaimedJob claimed, ObjectNode after) {
        return store.transition(
                        new Transition(claimed.job, QueueState.LEASE, after, Optional.empty(), Optional.empty()))
                .map(outcome -> outcome == Outcome.DONE);
    }

    /** Cancels a job that waits in the queue; {@link Outcome#MOVED} when it no longer did. */
    public Uni<Outcome> cancelWaiting(JobRecord job) {
        ObjectNode after = next(job, JobStatus.CANCELLED);
        after.put(JobRecord.CANCELLED, now());
        return store.transition(new Transition(job, QueueState.PENDING, after, Optional.empty(), Optional.empty()));
    }

    /** Requeues or fails jobs whose leases have expired; returns their number. */
    public Uni<Integer> reclaimExpired() {
        return store.expired(clock.instant(), EXPIRED_BATCH_SIZE).chain(expired -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (JobRecord job : expired) {
                all = all.chain(() -> reclaim(job));
            }
            return all.replaceWith(expired.size());
        });
    }

    private Uni<Void> reclaim(JobRecord job) {
        int retries = job.fields().path(JobRecord.RETRIES).asInt(0);
        Instant now = clock.instant();
        if (job.cancelling()) {
            ObjectNode after = next(job, JobStatus.CANCELLED);
            after.put(JobRecord.CANCELLED, JobTimes.write(now));
            return store.transition(new Transition(job, QueueState.LEASE, after, Optional.empty(), Optional.empty()))
                    .replaceWithVoid();
        }
        if (retries >= MAX_RETRIES) {
            ObjectNode after = next(job, JobStatus.FAILED);
            after.put(JobRecord.ERROR, "The worker stopped answering, " + (retries + 1) + " times.");
            after.put(JobRecord.FAILED, JobTimes.write(now));
            return store.transition(new Transition(job, QueueState.LEASE, after, Optional.empty(), Optional.empty()))
                    .replaceWithVoid();
        }
        ObjectNode after = next(job, JobStatus.QUEUED);
        after.put(JobRecord.RETRIES, retries + 1);
        after.put("last_retry_at", JobTimes.write(now));
        after.put("retry_reason", "The worker stopped answering.");
        after.remove(List.of(JobRecord.STARTED, JobRecord.MODEL_ID));
        Destination queue = Destination.queue(
                job.fields().path(JobRecord.PRIORITY).asInt(QueueScore.DEFAULT_PRIORITY),
                job.time(JobRecord.CREATED).orElse(now));
        return store.transition(new Transition(job, QueueState.LEASE, after, Optional.of(queue), Optional.empty()))
                .replaceWithVoid();
    }

    private static ObjectNode next(JobRecord job, JobStatus status) {
        ObjectNode after = job.fields().deepCopy();
        after.put(JobRecord.STATUS, status.wireName());
        return after;
    }

    private String now() {
        return JobTimes.write(clock.instant());
    }
}
