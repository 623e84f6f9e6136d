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
import org.meshgate.jobs.retention.RetentionStore.Stretch;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Removes jobs that ended {@code jobs.retention_days} ago, with their results and files, as if their owners had deleted
 * them. It goes through the jobs of each state in small steps, and begins anew a while after it has been through. Each
 * job is removed by one script that looks once more whether it still is as it was read, so replicas may do this side by side.
 *
 * <p>Nobody shall lose a thing by an upgrade before they could hear of it: on data that it sees for the first time it waits
 * for {@link #GRACE}.
 */
@ApplicationScoped
public class Retention {

    /** Between the first start on some data and the first removal. */
    static final Duration GRACE = Duration.ofHours(24);

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private static final Duration TICK = Duration.ofSeconds(1);

    /** Between the end of one walk and the next. */
    private static final Duration REST = Duration.ofMinutes(10);

    /** How many jobs a step looks at: a millisecond or two of Redis, and as many files. */
    private static final int STEP = 100;

    /** How many jobs beyond {@code jobs.max_kept_per_user} go with one submission. */
    private static final int MAX_TRIMMED = 20;

    private static final List<JobStatus> ENDED =
            Stream.of(JobStatus.values()).filter(JobStatus::ended).toList();

    private final RetentionStore store;
    private final ResultFiles files;
    private final Clock clock;
    private final int days;
    private final int kept;
    private final AtomicBoolean announced = new AtomicBoolean();

    private volatile Position position = Position.atRest(Instant.MIN);

    Retention(RetentionStore store, ResultFiles files, Clock clock, MeshgateConfig config) {
        this.store = store;
        this.files = files;
        this.clock = clock;
        this.days = config.jobs().retentionDays();
        this.kept = config.jobs().maxKeptPerUser();
    }

    /**
     * How far a walk has come.
     *
     * @param status index in {@link #ENDED}
     * @param skip how many jobs of it stay for now
     * @param removed by this walk so far
     * @param notBefore when to go on
     */
    private record Position(int status, long skip, long removed, Instant notBefore) {

        static Position atRest(Instant until) {
            return new Position(0, 0, 0, until);
        }

        Position after(Stretch stretch, int gone) {
            return stretch.seen() == 0
                    ? new Position(status + 1, 0, removed + gone, notBefore)
                    : new Position(status, skip + stretch.seen() - gone, removed + gone, notBefore);
        }
    }

    void start(@Observes StartupEvent event, PeriodicTasks periodicTasks) {
        if (days > 0) {
            periodicTasks.every(TICK, LOG, "old jobs are not removed at the moment", this::step);
        }
    }

    /** Looks at some jobs, if it is time. */
    Uni<Void> step() {
        Instant now = clock.instant();
        Position at = position;
        if (days == 0 || now.isBefore(at.notBefore())) {
            return Uni.createFrom().voidItem();
        }
        return store.since(now)
                .chain(since -> {
                    Instant first = since.plus(GRACE);
                    announce(first, now);
                    return now.isBefore(first) ? Uni.createFrom().item(Position.atRest(now.plus(REST))) : walk(at, now);
                })
                .invoke(next -> position = next)
                .replaceWithVoid();
    }

    private void announce(Instant first, Instant now) {
        if (announced.compareAndSet(false, true)) {
            LOG.infof(
                    "jobs are removed %d days after their end, with their files%s (jobs.retention_days)",
                    days, now.isBefore(first) ? ", from " + JobTimes.write(first) + " on" : "");
        }
    }

    private Uni<Position> walk(Position at, Instant now) {
        Instant bound = now.minus(Duration.ofDays(days));
        return store.ended(JobIndexes.ofStatus(ENDED.get(at.status())), bound, at.skip(), STEP)
                .chain(stretch -> remove(stretch.jobs().stream().filter(job -> isOver(job, bound)), now)
                        .map(gone -> at.after(stretch, gone)))
                .map(next -> next.status() < ENDED.size() ? next : finished(next, now));
    }

    private static Position finished(Position at, Instant now) {
        if (at.removed() > 0) {
            LOG.infof("%d jobs were removed, whose time was over", at.removed());
        }
        return Position.atRest(now.plus(REST));
    }

    /** Of a job whose times nobody can read, nobody can tell; it stays. */
    private static boolean isOver(JobRecord job, Instant bound) {
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
     * Removes the oldest ended jobs of a user who has more than {@code jobs.max_kept_per_user}, some at a time. A failure is
     * logged and does not matter: the next submission tries again.
     *
     * @param count how many jobs the user has
     */
    public Uni<Void> trim(String owner, long count) {
        if (kept == 0 || count <= kept) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return store.since(now)
                .chain(since -> now.isBefore(since.plus(GRACE))
                        ? Uni.createFrom().voidItem()
                        : trimOldest(owner, (int) Math.min(count - kept, MAX_TRIMMED), now))
                .onFailure()
                .invoke(failure -> LOG.warnf("jobs beyond jobs.max_kept_per_user stay: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> trimOldest(String owner, int beyond, Instant now) {
        Uni<Stream<JobRecord>> oldest = Uni.createFrom().item(Stream.empty());
        for (JobStatus status : ENDED) {
            oldest = oldest.chain(before -> store.ended(JobIndexes.ofOwner(owner, status), now, 0, beyond)
                    .map(stretch -> Stream.concat(before, stretch.jobs().stream())));
        }
        return oldest.map(jobs -> jobs.filter(Retention::hasEnded)
                        .filter(job -> job.owner().filter(owner::equals).isPresent())
                        .sorted(Comparator.comparing(JobRecord::created))
                        .limit(beyond))
                .chain(jobs -> remove(jobs, now))
                .replaceWithVoid();
    }
}
