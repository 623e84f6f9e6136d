package org.meshgate.audit;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.meshgate.runtime.PeriodicTasks;

/** Writes once a minute how many entries of each user were omitted from the stream. */
@ApplicationScoped
class AuditSummary {

    private static final Logger LOG = Logger.getLogger(AuditSummary.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final AuditLog log;
    private final PeriodicTasks periodicTasks;

    AuditSummary(AuditLog log, PeriodicTasks periodicTasks) {
        this.log = log;
        this.periodicTasks = periodicTasks;
    }

    void start(@Observes StartupEvent event) {
        periodicTasks.every(PERIOD, LOG, "Writing the audit summary failed", log::summarize);
    }
}
