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
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.jobs.index.InitialIndexing;
import org.meshgate.jobs.index.JobIndexStore;
import org.meshgate.jobs.index.JobIndexStore.Sweep;
import org.meshgate.jobs.index.JobIndexer;
import org.meshgate.jobs.index.JobIndexes;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.results.ResultFiles;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Keeps the indexes consistent with the GPU scheduler of 3DAIGC-API, which moves jobs without updating them. Each
 * second it reads the set of jobs that the scheduler holds, at most one per GPU, and refreshes the entries of jobs that
 * joined or left it. It also scans all indexes in bounded batches and repairs stale entries, indexes jobs of other
 * programs, reclaims expired leases and recovers lost jobs ({@link SchedulerJobRecovery}). All operations are idempotent:
 * several replicas can run at the same time.
 */
@ApplicationScoped
class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int BATCH_SIZE = 200;

    /** Batches of records per round until the first scan is done; after that it is one. */
    private static final int FIRST_SCAN_BATCHES = 50;

    /** How long tombstones are kept: longer than any worker takes for a job that is deleted meanwhile. */
    private static final Duration TOMBSTONE_TTL = Duration.ofDays(1);

    private final JobIndexStore indexes;
    private final JobIndexer indexer;
    private final InitialIndexing initialIndexing;
    private final SchedulerJobRecovery recovery;
    private final ResultFiles results;
    private final JobDispatcher dispatcher;
    private final Clock clock;

    private volatile Positions positions = Positions.start();

    Reconciler(
            JobIndexStore indexes,
            JobIndexer indexer,
            InitialIndexing initialIndexing,
            SchedulerJobRecovery recovery,
            ResultFiles results,
            JobDispatcher dispatcher,
            Clock clock) {
        this.indexes = indexes;
        this.indexer = indexer;
        this.initialIndexing = initialIndexing;
        this.recovery = recovery;
        this.results = results;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    /**
     * The next batch of each scan.
     *
     * @param processing jobs that the scheduler held in the previous round
     * @param unindexed cursor of the scan of all records
     * @param firstScan whether that scan is the first, which runs at full speed
     */
    private record Positions(
            Set<String> processing,
            long queued,
            long running,
            long all,
            long deleted,
            Optional<String> unindexed,
            boolean firstScan) {

        static Positions start() {
            return new Positions(Set.of(), 0, 0, 0, 0, Optional.empty(), true);
        }
    }

    void start(@Observes StartupEvent event, PeriodicTasks tasks) {
        tasks.every(INTERVAL, LOG, "job indexes are not up to date: reconciliation fails", this::step);
    }

    /** Runs one round of all operations. */
    Uni<Void> step() {
        Positions before = positions;
        return followScheduler(before.processing())
                .chain(processing -> sweep(JobIndexes.ofStatus(JobStatus.QUEUED), before.queued(), JobStatus.QUEUED)
                        .chain(queued -> sweep(
                                        JobIndexes.ofStatus(JobStatus.PROCESSING),
                                        before.running(),
                                        JobStatus.PROCESSING)
                                .chain(running -> indexes.sweep(
                                                JobIndexes.ALL, before.all(), BATCH_SIZE, Optional.empty())
                                        .map(Sweep::next)
                                        .chain(all -> purge(before.deleted())
                                                .map(deleted -> new Positions(
                                                        processing,
                                                        queued,
                                                        running,
                                                        all,
                                                        deleted,
                                                        before.unindexed(),
                                                        before.firstScan()))))))
                .chain(at -> indexBatches(at, FIRST_SCAN_BATCHES))
                .invoke(after -> positions = after)
                .chain(dispatcher::step)
                .chain(recovery::step)
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
        return indexes.sweep(index, from, BATCH_SIZE, Optional.of(status)).map(Sweep::next);
    }

    private Uni<Long> purge(long from) {
        return indexes.purgeDeleted(from, BATCH_SIZE, clock.instant().minus(TOMBSTONE_TTL))
                .call(purge -> results.delete(purge.results()))
                .map(JobIndexStore.Purge::next);
    }

    private Uni<Positions> indexBatches(Positions at, int batches) {
        return indexer.next(at.unindexed(), true).invoke(initialIndexing::add).chain(found -> {
            boolean firstScan = at.firstScan() && found.next().isPresent();
            Positions after = new Positions(
                    at.processing(), at.queued(), at.running(), at.all(), at.deleted(), found.next(), firstScan);
            return firstScan && batches > 1
                    ? indexBatches(after, batches - 1)
                    : Uni.createFrom().item(after);
        });
    }
}
