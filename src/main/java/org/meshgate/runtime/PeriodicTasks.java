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
 * Runs tasks at a fixed period while the program serves, never overlapping; a one-shot command runs none. Repeated
 * failures are logged once until the next success.
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
     * Schedules a task on an event loop, which it must not block.
     *
     * @param period the period, from start to start
     * @param message the log message that precedes the reason of a failure
     */
    public void every(Duration period, Logger log, String message, Supplier<Uni<Void>> task) {
        if (!runMode.serving()) {
            return;
        }
        AtomicBoolean running = new AtomicBoolean();
        AtomicBoolean warned = new AtomicBoolean();
        vertx.setPeriodic(period.toMillis(), timer -> {
            if (stopping.get()) {
                vertx.cancelTimer(timer);
            } else if (running.compareAndSet(false, true)) {
                Uni.createFrom()
                        .<Void>deferred(task::get)
                        .onTermination()
                        .invoke(() -> running.set(false))
                        .subscribe()
                        .with(done -> warned.set(false), failure -> {
                            if (warned.compareAndSet(false, true)) {
                                log.warnf("%s: %s", message, failure.getMessage());
                            }
                        });
            }
        });
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopping.set(true);
    }
}
