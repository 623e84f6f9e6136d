package org.meshgate.worker.upload;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.meshgate.files.FileExecutor;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Deletes uploaded files of attempts that ended without a result: an hour after their last change, unless their lease is
 * still current. Several replicas may run it at the same time.
 */
@ApplicationScoped
class StagingSweeper {

    private static final Logger LOG = Logger.getLogger(StagingSweeper.class);

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration MIN_AGE = Duration.ofHours(1);

    private final StagingFolder folder;
    private final AttemptStore attempts;
    private final FileExecutor executor;
    private final Clock clock;

    StagingSweeper(StagingFolder folder, AttemptStore attempts, FileExecutor executor, Clock clock) {
        this.folder = folder;
        this.attempts = attempts;
        this.executor = executor;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, PeriodicTasks periodicTasks) {
        periodicTasks.every(INTERVAL, LOG, "Files of lost attempts are not swept at the moment", this::step);
    }

    Uni<Void> step() {
        return executor.run(() -> folder.olderThan(clock.instant().minus(MIN_AGE)))
                .chain(old -> old.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : attempts.ended(old).chain(this::delete));
    }

    private Uni<Void> delete(List<Attempt> ended) {
        return executor.run(() -> {
                    for (Attempt attempt : ended) {
                        folder.delete(attempt);
                    }
                    return ended;
                })
                .replaceWithVoid();
    }
}
