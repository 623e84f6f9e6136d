package org.meshgate.jobs.reconcile;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.meshgate.jobs.index.InitialIndexing;
import org.meshgate.jobs.index.JobIndexStore;
import org.meshgate.jobs.index.JobIndexStore.Sweep;
import org.meshgate.jobs.index.JobIndexer;
import org.meshgate.jobs.index.JobIndexes;
import org.meshgate.jobs.queue.WorkQueue;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.results.ResultFiles;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Follows the GPU scheduler of 3DAIGC-API, which moves jobs without knowing of the indexes. It watches what the scheduler
 * works on, which is as little as there are GPUs, and looks anew at the jobs that came or went; everything else it walks
 * through slowly, in bounded steps. It also finds jobs that no index knows, takes back leases that ran out, and looks after
 * what got lost ({@link LostJobRecovery}). Several replicas may do this side by side: every step only makes an entry say what the record says.
 */
@ApplicationScoped
class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int STEP = 200;

    /** How many steps through all records one round takes until the first walk is done; then one. */
    private static final int FIRST_PASS_STEPS = 50;

    /** Longer than any worker takes for a job that was deleted meanwhile. */
    private static final Duration DELETED_FOR = Duration.ofDays(1);

    private final JobIndexStore indexes;
    private final JobIndexer indexing;
    private final InitialIndexing initialIndexing;
    private final LostJobRecovery lost;
    private final ResultFiles files;
    private final WorkQueue queue;
    private final Clock clock;

    private volatile Positions positions = Positions.start();

    Reconciler(
            JobIndexStore indexes,
            JobIndexer indexing,
            InitialIndexing initialIndexing,
            LostJobRecovery lost,
            ResultFiles files,
            WorkQueue queue,
            Clock clock) {
        this.indexes = indexes;
        this.indexing = indexing;
        this.initialIndexing = initialIndexing;
        this.lost = lost;
        this.files = files;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * How far each walk has come.
     *
     * @param processing what the scheduler worked on a moment ago
     * @param unindexed cursor of the walk through all records
     * @param firstPass whether that walk has not been through once; until then it hurries
     */
    private record Positions(
            Set<String> processing,
            long queued,
            long running,
            long all,
            long deleted,
            Optional<String> unindexed,
            boolean firstPass) {

        static Positions start() {
            return new Positions(Set.of(), 0, 0, 0, 0, Optional.empty(), true);
        }
    }

    void start(@Observes StartupEvent event, PeriodicTasks periodicTasks) {
        periodicTasks.every(TICK, LOG, "job indexes are not kept up to date at the moment", this::step);
    }

    /** One round of everything. */
    Uni<Void> step() {
        Positions before = positions;
        return followScheduler(before.processing())
                .chain(processing -> sweep(JobIndexes.ofStatus(JobStatus.QUEUED), before.queued(), JobStatus.QUEUED)
                        .chain(queued -> sweep(
                                        JobIndexes.ofStatus(JobStatus.PROCESSING),
                                        before.running(),
                                        JobStatus.PROCESSING)
                                .chain(running -> indexes.sweep(JobIndexes.ALL, before.all(), STEP, Optional.empty())
                                        .map(Sweep::next)
                                        .chain(all -> purge(before.deleted())
                                                .map(deleted -> new Positions(
                                                        processing,
                                                        queued,
                                                        running,
                                                        all,
                                                        deleted,
                                                        before.unindexed(),
                                                        before.firstPass()))))))
                .chain(at -> indexUnknown(at, FIRST_PASS_STEPS))
                .invoke(after -> positions = after)
                .chain(queue::reclaimExpired)
                .chain(lost::step)
                .replaceWithVoid();
    }

    private Uni<Set<String>> followScheduler(Set<String> before) {
        return indexes.processing().chain(now -> {
            Set<String> moved = new HashSet<>(before);
            moved.addAll(now);
            moved.removeIf(id -> before.contains(id) && now.contains(id));
            return moved.isEmpty()
                    ? Uni.createFrom().item(now)
                    : indexes.refresh(moved).replaceWith(now);
        });
    }

    private Uni<Long> sweep(String index, long from, JobStatus status) {
        return indexes.sweep(index, from, STEP, Optional.of(status)).map(Sweep::next);
    }

    private Uni<Long> purge(long from) {
        return indexes.purgeDeleted(from, STEP, clock.instant().minus(DELETED_FOR))
                .call(purge -> files.delete(purge.results()))
                .map(JobIndexStore.Purge::next);
    }

    private Uni<Positions> indexUnknown(Positions at, int steps) {
        return indexing.step(at.unindexed(), true).invoke(initialIndexing::add).chain(found -> {
            boolean firstPass = at.firstPass() && found.next().isPresent();
            Positions after = new Positions(
                    at.processing(), at.queued(), at.running(), at.all(), at.deleted(), found.next(), firstPass);
            return firstPass && steps > 1
                    ? indexUnknown(after, steps - 1)
                    : Uni.createFrom().item(after);
        });
    }
}
