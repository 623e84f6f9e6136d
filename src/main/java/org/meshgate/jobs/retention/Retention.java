package org.meshgate.jobs.retention;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.index.JobIndexes;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.results.ResultFiles;
import org.meshgate.jobs.retention.RetentionStore.Batch;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Deletes jobs that ended {@code jobs.retention_days} ago, with their results and files. It scans the jobs of each
 * final status in small batches and pauses between two scans. Each job is deleted by a compare-and-set script, so that
 * several replicas can run at the same time.
 *
 * <p>After the first start on existing data it waits for {@link #GRACE}, so that an upgrade deletes nothing before
 * operators and users could react.
 */
@ApplicationScoped
public class Retention {

    /** Between the first start on existing data and the first deletion. */
    static final Duration GRACE = Duration.ofHours(24);

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private static final Duration BATCH_INTERVAL = Duration.ofSeconds(1);

    /** Between the end of one scan and the start of the next. */
    private static final Duration SCAN_INTERVAL = Duration.ofMinutes(10);

    /** In jobs: one or two milliseconds of Redis, and the deletion of as many files. */
    private static final int BATCH_SIZE = 100;

    /** How many jobs beyond {@code jobs.max_kept_per_user} one submission deletes at most. */
    private static final int MAX_TRIMMED = 20;

    private static final List<JobStatus> ENDED =
            Stream.of(JobStatus.values()).filter(JobStatus::ended).toList();

    private final RetentionStore store;
    private final ResultFiles files;
    private final Clock clock;
    private final int retentionDays;
    private final int maxKeptPerUser;
    private final AtomicBoolean announced = new AtomicBoolean();

    private volatile Position position = Position.pausedUntil(Instant.MIN);

    Retention(RetentionStore store, ResultFiles files, Clock clock, MeshgateConfig config) {
        this.store = store;
        this.files = files;
        this.clock = clock;
        this.retentionDays = config.jobs().retentionDays();
        this.maxKeptPerUser = config.jobs().maxKeptPerUser();
    }

    /**
     * The position of the scan.
     *
     * @param status index in {@link #ENDED}
     * @param skip number of jobs of this status that were kept
     * @param removed number of jobs that this scan has deleted so far
     * @param notBefore earliest time of the next batch
     */
    private record Position(int status, long skip, long removed, Instant notBefore) {

        static Position pausedUntil(Instant until) {
            return new Position(0, 0, 0, until);
        }

        Position after(Batch batch, int gone) {
            return batch.seen() == 0
                    ? new Position(status + 1, 0, removed + gone, notBefore)
                    : new Position(status, skip + batch.seen() - gone, removed + gone, notBefore);
        }
    }

    void start(@Observes StartupEvent event, PeriodicTasks tasks) {
        if (retentionDays > 0) {
            tasks.every(BATCH_INTERVAL, LOG, "job retention fails: jobs are kept longer than configured", this::step);
        }
    }

    /** Processes the next batch if it is due. */
    Uni<Void> step() {
        Instant now = clock.instant();
        Position at = position;
        if (retentionDays == 0 || now.isBefore(at.notBefore())) {
            return Uni.createFrom().voidItem();
        }
        return store.since(now)
                .chain(since -> {
                    Instant first = since.plus(GRACE);
                    announce(first, now);
                    return now.isBefore(first)
                            ? Uni.createFrom().item(Position.pausedUntil(now.plus(SCAN_INTERVAL)))
                            : nextBatch(at, now);
                })
                .invoke(next -> position = next)
                .replaceWithVoid();
    }

    private void announce(Instant first, Instant now) {
        if (announced.compareAndSet(false, true)) {
            LOG.infof(
                    "jobs are removed %d days after their end, with their files%s (jobs.retention_days)",
                    retentionDays, now.isBefore(first) ? ", from " + JobTimes.write(first) + " on" : "");
        }
    }

    private Uni<Position> nextBatch(Position at, Instant now) {
        Instant bound = now.minus(Duration.ofDays(retentionDays));
        return store.ended(JobIndexes.ofStatus(ENDED.get(at.status())), bound, at.skip(), BATCH_SIZE)
                .chain(batch -> remove(batch.jobs().stream().filter(job -> isExpired(job, bound)), now)
                        .map(gone -> at.after(batch, gone)))
                .map(next -> next.status() < ENDED.size() ? next : finished(next, now));
    }

    private static Position finished(Position at, Instant now) {
        if (at.removed() > 0) {
            LOG.infof("deleted %d jobs after their retention time", at.removed());
        }
        return Position.pausedUntil(now.plus(SCAN_INTERVAL));
    }

    /** A job with unreadable times is kept. */
    private static boolean isExpired(JobRecord job, Instant bound) {
        return hasEnded(job)
                && Stream.of(JobRecord.COMPLETED, JobRecord.FAILED, JobRecord.CANCELLED)
                        .flatMap(field -> job.time(field).stream())
                        .max(Comparator.naturalOrder())
                        .or(() -> job.time(JobRecord.CREATED))
                        .filter(end -> !end.isAfter(bound))
                        .isPresent();
    }

    private static boolean hasEnded(JobRecord job) {
        return job.status().filter(JobStatus::ended).isPresent();
    }

    private Uni<Integer> remove(Stream<JobRecord> jobs, Instant now) {
        return store.delete(jobs.toList(), now).call(this::deleteFiles).map(List::size);
    }

    private Uni<Void> deleteFiles(List<JobRecord> jobs) {
        return Multi.createFrom()
                .iterable(jobs)
                .onItem()
                .transformToUniAndConcatenate(files::delete)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /**
     * Deletes some of the oldest ended jobs of a user who has more than {@code jobs.max_kept_per_user}. A failure is
     * only logged, because the next submission tries again.
     *
     * @param count number of the user's jobs
     */
    public Uni<Void> trim(String owner, long count) {
        if (maxKeptPerUser == 0 || count <= maxKeptPerUser) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return store.since(now)
                .chain(since -> now.isBefore(since.plus(GRACE))
                        ? Uni.createFrom().voidItem()
                        : trimOldest(owner, (int) Math.min(count - maxKeptPerUser, MAX_TRIMMED), now))
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("jobs beyond jobs.max_kept_per_user were not deleted: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> trimOldest(String owner, int beyond, Instant now) {
        Uni<Stream<JobRecord>> oldest = Uni.createFrom().item(Stream.empty());
        for (JobStatus status : ENDED) {
            oldest = oldest.chain(before -> store.ended(JobIndexes.ofOwner(owner, status), now, 0, beyond)
                    .map(batch -> Stream.concat(before, batch.jobs().stream())));
        }
        return oldest.map(jobs -> jobs.filter(Retention::hasEnded)
                        .filter(job -> job.owner().filter(owner::equals).isPresent())
                        .sorted(Comparator.comparing(JobRecord::created))
                        .limit(beyond))
                .chain(jobs -> remove(jobs, now))
                .replaceWithVoid();
    }
}
