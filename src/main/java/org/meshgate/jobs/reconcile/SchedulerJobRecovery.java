package org.meshgate.jobs.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.record.QueueScore;

/**
 * Recovers jobs that the GPU scheduler of 3DAIGC-API, or its API, lost by terminating between two Redis commands. A
 * slow scheduler causes the same state for a moment. A job is therefore only changed after its state has lasted for a
 * grace period, and by compare-and-set. Batches are bounded, and several replicas can run at the same time.
 *
 * <ul>
 *   <li>A queued job that is missing from the queue is put back at its position, because it has not run.
 *   <li>A processing job that no worker holds is failed. It may have run to its end, and a second run could take hours
 *       of a GPU in parallel to the first. If the scheduler ends the job after all, the scheduler's status wins.
 *   <li>Either is cancelled instead if its cancellation was requested.
 *   <li>Results of jobs without a record, and their ids in the scheduler's set, are removed.
 * </ul>
 *
 * <p>For expired leases of workers (15 s) see {@link org.meshgate.jobs.dispatch.JobDispatcher}.
 */
@ApplicationScoped
class SchedulerJobRecovery {

    /** Longer than a scheduler takes between two commands. */
    static final Duration REQUEUE_AFTER = Duration.ofSeconds(60);

    /** For changes that cannot be undone; longer than a scheduler hangs before it is restarted. */
    static final Duration FAIL_AFTER = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(SchedulerJobRecovery.class);

    private static final int BATCH_SIZE = 200;
    private static final int RESULTS_BATCH_SIZE = 50;

    private static final String LOST_ERROR =
            "The GPU scheduler stopped while it was moving this job; whatever it made is lost. Submit the job again.";

    private final SchedulerJobRecoveryStore store;
    private final Clock clock;
    private final GracePeriodTracker lostQueued = new GracePeriodTracker(REQUEUE_AFTER);
    private final GracePeriodTracker lostProcessing = new GracePeriodTracker(FAIL_AFTER);
    private final GracePeriodTracker leftovers = new GracePeriodTracker(FAIL_AFTER);

    private volatile Positions positions = new Positions(0, 0, Optional.empty());

    SchedulerJobRecovery(SchedulerJobRecoveryStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The next batch of each scan. */
    private record Positions(long queued, long processing, Optional<String> results) {}

    /** Processes the next batch of each scan. */
    Uni<Void> step() {
        Positions before = positions;
        Instant now = clock.instant();
        List.of(lostQueued, lostProcessing, leftovers).forEach(tracker -> tracker.forgetOld(now));
        return store.lost(JobStatus.QUEUED, before.queued(), BATCH_SIZE)
                .call(batch -> recover(lostQueued, batch.jobs(), now))
                .chain(queued -> store.lost(JobStatus.PROCESSING, before.processing(), BATCH_SIZE)
                        .call(batch -> recover(lostProcessing, batch.jobs(), now))
                        .chain(processing -> store.leftovers(before.results(), RESULTS_BATCH_SIZE)
                                .call(found -> remove(found.ids(), now))
                                .map(found -> new Positions(queued.next(), processing.next(), found.next()))))
                .invoke(after -> positions = after)
                .replaceWithVoid();
    }

    private Uni<Void> recover(GracePeriodTracker tracker, List<JobRecord> jobs, Instant now) {
        return Multi.createFrom()
                .iterable(jobs)
                .filter(job -> tracker.confirmed(job.id(), job.text(), now))
                .onItem()
                .transformToUniAndConcatenate(job -> recover(job, now).invoke(recovered -> {
                    tracker.settle(job.id());
                    if (recovered) {
                        LOG.infof("recovered job %s, which was lost with status %s", job.id(), job.statusText());
                    }
                }))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> recover(JobRecord job, Instant now) {
        if (job.cancelling()) {
            return store.end(job, ended(job, JobStatus.CANCELLED, JobRecord.CANCELLED, now));
        }
        if (job.status().filter(JobStatus.QUEUED::equals).isPresent()) {
            return isRunnable(job)
                    ? store.requeue(job, score(job))
                    : Uni.createFrom().item(false);
        }
        return store.end(
                job, ended(job, JobStatus.FAILED, JobRecord.FAILED, now).put(JobRecord.ERROR, LOST_ERROR));
    }

    /** The scheduler fails on any other record and would keep the job in its set forever. */
    private static boolean isRunnable(JobRecord job) {
        return !job.feature().isEmpty()
                && job.text(JobRecord.INPUTS).isPresent()
                && job.time(JobRecord.CREATED).isPresent();
    }

    private static String score(JobRecord job) {
        int priority = job.fields().path(JobRecord.PRIORITY).asInt(QueueScore.DEFAULT_PRIORITY);
        return QueueScore.of(priority, job.created().toEpochMilli());
    }

    private static ObjectNode ended(JobRecord job, JobStatus status, String timeField, Instant now) {
        return job.fields()
                .<ObjectNode>deepCopy()
                .put(JobRecord.STATUS, status.jsonName())
                .put(timeField, JobTimes.write(now));
    }

    private Uni<Void> remove(List<String> ids, Instant now) {
        List<String> gone =
                ids.stream().filter(id -> leftovers.confirmed(id, "", now)).toList();
        if (gone.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return store.remove(gone)
                .invoke(removed -> {
                    gone.forEach(leftovers::settle);
                    LOG.infof("removed leftovers of %d jobs without a record", removed);
                })
                .replaceWithVoid();
    }
}
