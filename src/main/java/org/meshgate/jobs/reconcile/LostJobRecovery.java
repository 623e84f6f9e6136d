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
 * Finds what the GPU scheduler of 3DAIGC-API, or the API itself, loses when it ends between two of its commands, and heals
 * what can be healed without a doubt. A scheduler that is only slow looks the same for a moment, so nothing is touched
 * before it has looked the same for a while, nor when it changed since. Every step is bounded; several replicas may take
 * them side by side.
 *
 * <ul>
 *   <li>A job that waits and stands in no queue goes back to its place: it has not run.
 *   <li>A job that is worked on and that nobody has is failed. Whether it ran to its end nobody can tell; a second run
 *       could take hours of a GPU beside the first one. If the scheduler lives and ends the job after all, its word counts.
 *   <li>Either is cancelled instead if somebody wanted it to be.
 *   <li>Results of jobs that are gone, and their ids among those that are worked on, are removed.
 * </ul>
 */
@ApplicationScoped
class LostJobRecovery {

    /** Longer than a scheduler takes from one command to the next. */
    static final Duration PUT_BACK_AFTER = Duration.ofSeconds(60);

    /** Longer than a scheduler that hangs is left alone, for what cannot be taken back. */
    static final Duration GIVE_UP_AFTER = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(LostJobRecovery.class);

    private static final int STEP = 200;
    private static final int RESULTS_STEP = 50;

    private static final String LOST =
            "The GPU scheduler stopped while it was moving this job; whatever it made is lost. Submit the job again.";

    private final LostJobStore store;
    private final Clock clock;
    private final GracePeriodTracker waiting = new GracePeriodTracker(PUT_BACK_AFTER);
    private final GracePeriodTracker running = new GracePeriodTracker(GIVE_UP_AFTER);
    private final GracePeriodTracker strays = new GracePeriodTracker(GIVE_UP_AFTER);

    private volatile Positions positions = new Positions(0, 0, Optional.empty());

    LostJobRecovery(LostJobStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** How far each walk has come. */
    private record Positions(long queued, long running, Optional<String> results) {}

    /** One round of everything. */
    Uni<Void> step() {
        Positions before = positions;
        Instant now = clock.instant();
        List.of(waiting, running, strays).forEach(gracePeriodTracker -> gracePeriodTracker.forgetOld(now));
        return store.lost(JobStatus.QUEUED, before.queued(), STEP)
                .call(stretch -> settle(waiting, stretch.jobs(), now))
                .chain(queued -> store.lost(JobStatus.PROCESSING, before.running(), STEP)
                        .call(stretch -> settle(running, stretch.jobs(), now))
                        .chain(processing -> store.strays(before.results(), RESULTS_STEP)
                                .call(found -> remove(found.ids(), now))
                                .map(found -> new Positions(queued.next(), processing.next(), found.next()))))
                .invoke(after -> positions = after)
                .replaceWithVoid();
    }

    private Uni<Void> settle(GracePeriodTracker gracePeriodTracker, List<JobRecord> jobs, Instant now) {
        return Multi.createFrom()
                .iterable(jobs)
                .filter(job -> gracePeriodTracker.confirmed(job.id(), job.text(), now))
                .onItem()
                .transformToUniAndConcatenate(job -> heal(job, now).invoke(healed -> {
                    gracePeriodTracker.settle(job.id());
                    if (healed) {
                        LOG.infof("job %s was lost, %s for too long, and is settled", job.id(), job.statusText());
                    }
                }))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> heal(JobRecord job, Instant now) {
        if (job.cancelling()) {
            return store.end(job, ended(job, JobStatus.CANCELLED, JobRecord.CANCELLED, now));
        }
        if (job.status().filter(JobStatus.QUEUED::equals).isPresent()) {
            return isRunnable(job)
                    ? store.putBack(job, score(job))
                    : Uni.createFrom().item(false);
        }
        return store.end(
                job, ended(job, JobStatus.FAILED, JobRecord.FAILED, now).put(JobRecord.ERROR, LOST));
    }

    /** The scheduler stumbles over anything else, and would leave it among the jobs that it works on. */
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
                .put(JobRecord.STATUS, status.wireName())
                .put(timeField, JobTimes.write(now));
    }

    private Uni<Void> remove(List<String> ids, Instant now) {
        List<String> gone =
                ids.stream().filter(id -> strays.confirmed(id, "", now)).toList();
        if (gone.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return store.remove(gone)
                .invoke(removed -> {
                    gone.forEach(strays::settle);
                    LOG.infof("what was left of %d jobs that are gone is removed", removed);
                })
                .replaceWithVoid();
    }
}
