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
import org.meshgate.jobs.queue.WorkQueueStore.Change;
import org.meshgate.jobs.queue.WorkQueueStore.Destination;
import org.meshgate.jobs.queue.WorkQueueStore.Outcome;
import org.meshgate.jobs.queue.WorkQueueStore.Stand;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.record.QueueScore;

/**
 * The queue, for workers of our own. A worker claims a job for a while, the lease, and renews it as long as it works; one
 * that is not heard of loses the job, which goes back into the queue until its retries are used up. Claimed jobs never
 * stand where the GPU scheduler of 3DAIGC-API keeps its own: it would requeue or fail them when it starts or stops.
 */
@ApplicationScoped
public class WorkQueue {

    /** How long a claimed job may go without a sign of its worker. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** How many jobs at the head of the queue are looked at for one that the worker can do. */
    private static final int LOOK_AHEAD = 100;

    private static final int EXPIRED_STEP = 50;

    /** As many as 3DAIGC-API shows in its records. */
    private static final int MAX_RETRIES = 4;

    private final WorkQueueStore store;
    private final JobJson json;
    private final Clock clock;

    WorkQueue(WorkQueueStore store, JobJson json, Clock clock) {
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    /** A job that its worker has for as long as it renews the lease. */
    public static final class ClaimedJob {

        private final JobRecord job;
        private final ObjectNode inputs;

        private ClaimedJob(JobRecord job, ObjectNode inputs) {
            this.job = job;
            this.inputs = inputs;
        }

        /** Under which it is known everywhere. */
        public String id() {
            return job.id();
        }

        /** What to do. */
        public String feature() {
            return job.feature();
        }

        /** How many workers had it before. */
        public int retries() {
            return job.fields().path(JobRecord.RETRIES).asInt(0);
        }

        /** What the client asked for; the caller's own copy. */
        public ObjectNode inputs() {
            return inputs.deepCopy();
        }
    }

    /**
     * Claims the first job in the queue that has one of these features.
     *
     * @param features that the worker can do
     * @param modelId what is shown as the model
     * @return nothing when there is none
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
        Change change = new Change(
                job, Stand.PENDING, after, Optional.of(Destination.lease(now.plus(LEASE))), Optional.empty());
        return store.change(change).chain(outcome -> {
            if (outcome == Outcome.DONE) {
                return Uni.createFrom().item(Optional.of(claimed(job, after)));
            }
            // another worker was faster
            List<JobRecord> rest = waiting.subList(waiting.indexOf(job) + 1, waiting.size());
            return claimFirst(rest, features, modelId);
        });
    }

    private ClaimedJob claimed(JobRecord job, ObjectNode after) {
        ObjectNode inputs = job.text(JobRecord.INPUTS).flatMap(json::read).orElseGet(json::object);
        return new ClaimedJob(JobRecord.plain(job.id(), json.write(after), after), inputs);
    }

    /** Whether the worker shall go on. */
    public enum Order {
        /** Go on. */
        CONTINUE,
        /** Stop, and say so with {@link WorkQueue#cancelled}. */
        CANCEL,
        /** Stop: the job was deleted, or given to another worker. Nothing is to be said any more. */
        ABANDON
    }

    /**
     * Says that the worker is still at it.
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
     * Ends the job with a result. If its end was asked for meanwhile it is cancelled instead: whoever asked was told so.
     *
     * @param result with {@code output_mesh_path}, as the workers of 3DAIGC-API leave it
     * @return false when the job was cancelled or no longer the worker's; then its files are of no use
     */
    public Uni<Boolean> complete(ClaimedJob claimed, ObjectNode result) {
        ObjectNode after = next(claimed.job, JobStatus.COMPLETED);
        after.put(JobRecord.COMPLETED, now());
        return store.change(new Change(claimed.job, Stand.LEASE, after, Optional.empty(), Optional.of(result)))
                .chain(outcome -> outcome == Outcome.CANCELLING
                        ? cancelled(claimed).replaceWith(false)
                        : Uni.createFrom().item(outcome == Outcome.DONE));
    }

    /**
     * Ends the job without a result.
     *
     * @param error why, for the owner of the job
     * @return false when the job was no longer the worker's
     */
    public Uni<Boolean> fail(ClaimedJob claimed, String error) {
        ObjectNode after = next(claimed.job, JobStatus.FAILED);
        after.put(JobRecord.ERROR, error);
        after.put(JobRecord.FAILED, now());
        return end(claimed, after);
    }

    /** Ends the job because that was asked for; false when the job was no longer the worker's. */
    public Uni<Boolean> cancelled(ClaimedJob claimed) {
        ObjectNode after = next(claimed.job, JobStatus.CANCELLED);
        after.put(JobRecord.CANCELLED, now());
        return end(claimed, after);
    }

    private Uni<Boolean> end(ClaimedJob claimed, ObjectNode after) {
        return store.change(new Change(claimed.job, Stand.LEASE, after, Optional.empty(), Optional.empty()))
                .map(outcome -> outcome == Outcome.DONE);
    }

    /** Takes a job out of the queue for good; tells whether it was still there. */
    public Uni<Outcome> cancelWaiting(JobRecord job) {
        ObjectNode after = next(job, JobStatus.CANCELLED);
        after.put(JobRecord.CANCELLED, now());
        return store.change(new Change(job, Stand.PENDING, after, Optional.empty(), Optional.empty()));
    }

    /** Puts jobs back whose worker is not heard of any more, or fails them; returns how many there were. */
    public Uni<Integer> reclaimExpired() {
        return store.expired(clock.instant(), EXPIRED_STEP).chain(expired -> {
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
            return store.change(new Change(job, Stand.LEASE, after, Optional.empty(), Optional.empty()))
                    .replaceWithVoid();
        }
        if (retries >= MAX_RETRIES) {
            ObjectNode after = next(job, JobStatus.FAILED);
            after.put(JobRecord.ERROR, "The worker stopped answering, " + (retries + 1) + " times.");
            after.put(JobRecord.FAILED, JobTimes.write(now));
            return store.change(new Change(job, Stand.LEASE, after, Optional.empty(), Optional.empty()))
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
        return store.change(new Change(job, Stand.LEASE, after, Optional.of(queue), Optional.empty()))
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
