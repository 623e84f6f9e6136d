package org.meshgate.jobs.queue;

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
 * Whether anything shows that workers take jobs out of the queue. An idle GPU scheduler of 3DAIGC-API shows nothing, so
 * that one is believed which took a job since the start of the server, until jobs wait for a minute and none is worked on.
 *
 * <p>What is known is sampled every 15 seconds, so that the status of a job costs no command.
 */
@ApplicationScoped
public class WorkerPresence {

    /** What clients are told about a job that no worker takes. */
    static final String NOTE =
            "No worker is known to take jobs at the moment. The job waits in the queue until one does.";

    private static final Logger LOG = Logger.getLogger(WorkerPresence.class);

    private static final Duration TICK = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final QueueStatistics statistics;
    private final Clock clock;
    private final boolean ownWorker;
    private final AtomicReference<Optional<Observation>> last = new AtomicReference<>(Optional.empty());

    @Inject
    WorkerPresence(QueueStatistics statistics, Clock clock, MeshgateConfig config) {
        this.statistics = statistics;
        this.clock = clock;
        this.ownWorker = config.worker().sample();
    }

    /**
     * What the queue looked like.
     *
     * @param seen whether a worker had a job then, or at any time since the start
     * @param idleSince since when jobs wait and none is worked on or completed
     */
    private record Observation(boolean seen, Optional<Instant> idleSince, long completed) {}

    void start(@Observes StartupEvent event, PeriodicTasks periodicTasks) {
        if (!ownWorker) {
            periodicTasks.every(TICK, LOG, "whether workers take jobs is not known at the moment", this::sample);
        }
    }

    Uni<Void> sample() {
        return statistics
                .counts()
                .invoke(counts -> last.updateAndGet(before -> Optional.of(observe(before, counts, clock.instant()))))
                .replaceWithVoid();
    }

    private static Observation observe(Optional<Observation> before, JobCounts counts, Instant now) {
        boolean working = counts.scheduled() + counts.leased() > 0;
        boolean ended = before.filter(earlier -> counts.completed() > earlier.completed())
                .isPresent();
        boolean idle = counts.pending() > 0 && !working && !ended;
        return new Observation(
                working || ended || before.filter(Observation::seen).isPresent(),
                idle ? before.flatMap(Observation::idleSince).or(() -> Optional.of(now)) : Optional.empty(),
                counts.completed());
    }

    /** The {@link #NOTE} for a job that waits, by what was sampled last; empty before the first sample. */
    public Optional<String> note() {
        return ownWorker || last.get().filter(this::absent).isEmpty() ? Optional.empty() : Optional.of(NOTE);
    }

    /** The same for a job that was just submitted; asks Redis where the last sample does not show a worker. */
    public Uni<Optional<String>> noteNow() {
        boolean known =
                ownWorker || last.get().filter(observed -> !absent(observed)).isPresent();
        return known
                ? Uni.createFrom().item(Optional.empty())
                : sample().map(done -> note()).onFailure().recoverWithItem(Optional.empty());
    }

    private boolean absent(Observation observed) {
        return !observed.seen()
                || observed.idleSince()
                        .filter(since -> clock.instant().isAfter(since.plus(PATIENCE)))
                        .isPresent();
    }
}
