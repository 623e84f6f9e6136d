package org.meshgate.usage;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.runtime.PeriodicTasks;

/** Tells the scripts that count usage how long to keep it: {@code jobs.usage_days}. */
@ApplicationScoped
class UsageRetention {

    private static final Logger LOG = Logger.getLogger(UsageRetention.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final UsageStore store;
    private final int days;

    UsageRetention(UsageStore store, MeshgateConfig config) {
        this.store = store;
        this.days = config.jobs().usageDays();
    }

    void start(@Observes StartupEvent event, PeriodicTasks tasks) {
        tasks.every(INTERVAL, LOG, "jobs.usage_days is not known to Redis", () -> store.keepFor(days));
    }
}
