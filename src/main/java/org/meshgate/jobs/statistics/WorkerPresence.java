package org.meshgate.jobs.statistics;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.record.JobCounts;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Infers whether workers take jobs from the queue. A worker of Meshgate is there while its claims come. The GPU
 * scheduler of 3DAIGC-API sends no heartbeat. A worker is therefore also assumed once one took a job since the start of
 * the server, until jobs have waited for a minute without any being processed.
 *
 * <p>The queue is sampled every 15 seconds, so that the status of a job costs no extra command.
 */
@ApplicationScoped
public class WorkerPresence {

    /** The note in responses about a waiting job when no worker is known. */
    static final String NOTE =
            "No worker is known to take jobs at the moment. The job waits in the queue until one does.";

    private static final Logger LOG = Logger.getLogger(WorkerPresence.class);

    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(15);
    private static final Duration MAX_IDLE = Duration.ofMinutes(1);

    private final QueueStatistics statistics;
    private final Clock clock;
    private final boolean sampleWorker;
    private final AtomicReference<Optional<QueueState>> last = new AtomicReference<>(Optional.empty());

    private volatile Instant lastClaim = Instant.MIN;

    @Inject
    WorkerPresence(QueueStatistics statistics, Clock clock, MeshgateConfig config) {
        this.statistics = statistics;
        this.clock = clock;
        this.sampleWorker = config.worker().sample();
    }

    /**
     * The state derived from one sample.
     *
     * @param workerSeen whether a worker held a job in this sample or in an earlier one
     * @param idleSince since when jobs wait and none is processed or completed
     * @param completed number of completed jobs
     */
    private record QueueState(boolean workerSeen, Optional<Instant> idleSince, long completed) {}

    void start(@Observes StartupEvent event, PeriodicTasks tasks) {
        if (!sampleWorker) {
            tasks.every(SAMPLE_INTERVAL, LOG, "worker presence is unknown: sampling the queue fails", this::sample);
        }
    }

    Uni<Void> sample() {
        return statistics
                .counts()
                .invoke(counts -> last.updateAndGet(before -> Optional.of(next(before, counts, clock.instant()))))
                .replaceWithVoid();
    }

    private static QueueState next(Optional<QueueState> before, JobCounts counts, Instant now) {
        boolean working = counts.scheduled() + counts.leased() > 0;
        boolean ended = before.filter(earlier -> counts.completed() > earlier.completed())
                .isPresent();
        boolean idle = counts.pending() > 0 && !working && !ended;
        return new QueueState(
                working || ended || before.filter(QueueState::workerSeen).isPresent(),
                idle ? before.flatMap(QueueState::idleSince).or(() -> Optional.of(now)) : Optional.empty(),
                counts.completed());
    }

    /** A worker asked this server for jobs, which proves that it is there. */
    public void claimed() {
        lastClaim = clock.instant();
    }

    private boolean workerCalls() {
        return sampleWorker || !lastClaim.equals(Instant.MIN) && clock.instant().isBefore(lastClaim.plus(MAX_IDLE));
    }

    /** The {@link #NOTE} for a waiting job according to the last sample; absent before the first sample. */
    public Optional<String> note() {
        return workerCalls() || last.get().filter(this::workerAbsent).isEmpty() ? Optional.empty() : Optional.of(NOTE);
    }

    /** The note for a job that was just submitted; takes a new sample when the last one shows no worker. */
    public Uni<Optional<String>> noteNow() {
        boolean known = workerCalls()
                || last.get().filter(state -> !workerAbsent(state)).isPresent();
        return known
                ? Uni.createFrom().item(Optional.empty())
                : sample().map(done -> note()).onFailure().recoverWithItem(Optional.empty());
    }

    private boolean workerAbsent(QueueState state) {
        return !state.workerSeen()
                || state.idleSince()
                        .filter(since -> clock.instant().isAfter(since.plus(MAX_IDLE)))
                        .isPresent();
    }
}
