package org.meshgate.system.scheduler.dto;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The evidence that a worker or scheduler runs jobs; the first one that applies. */
@Schema(
        type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING,
        enumeration = {"own_worker", "lease", "scheduler_has_jobs", "none"})
public enum SchedulerEvidence {
    /** The sample worker of this program is enabled, or a worker has asked for jobs in the last minute. */
    OWN_WORKER,
    /** A worker renewed its lease in time. */
    LEASE,
    /** The GPU scheduler has taken jobs that are not finished. It may have died since. */
    SCHEDULER_HAS_JOBS,
    /** No evidence. */
    NONE;

    /** In lower case. */
    @JsonValue
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
