package org.meshgate.runtime;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Work that goes on in small rounds for as long as the program serves; a one-shot command has none. A round begins when its
 * time has come and the one before is over. When rounds fail, that is told once, until one succeeds again.
 */
@ApplicationScoped
public class PeriodicTasks {

    private final Vertx vertx;
    private final RunMode runMode;
    private final AtomicBoolean stopping = new AtomicBoolean();

    PeriodicTasks(Vertx vertx, RunMode runMode) {
        this.vertx = vertx;
        this.runMode = runMode;
    }

    /**
     * Begins rounds on an event loop, which they must not block.
     *
     * @param tick from the beginning of a round to that of the next
     * @param trouble what the log says before the reason when a round fails
     */
    public void every(Duration tick, Logger log, String trouble, Supplier<Uni<Void>> round) {
        if (!runMode.serving()) {
            return;
        }
        AtomicBoolean busy = new AtomicBoolean();
        AtomicBoolean warned = new AtomicBoolean();
        vertx.setPeriodic(tick.toMillis(), timer -> {
            if (stopping.get()) {
                vertx.cancelTimer(timer);
            } else if (busy.compareAndSet(false, true)) {
                Uni.createFrom()
                        .<Void>deferred(round::get)
                        .onTermination()
                        .invoke(() -> busy.set(false))
                        .subscribe()
                        .with(done -> warned.set(false), failure -> {
                            if (warned.compareAndSet(false, true)) {
                                log.warnf("%s: %s", trouble, failure.getMessage());
                            }
                        });
            }
        });
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopping.set(true);
    }
}
