package org.meshgate.system.scheduler.dto;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why somebody is believed to run jobs; the first that holds. */
@Schema(
        type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING,
        enumeration = {"own_worker", "lease", "scheduler_has_jobs", "none"})
public enum SchedulerEvidence {
    /** The sample worker of this program, which is on. */
    OWN_WORKER,
    /** Some worker renewed its lease in time. */
    LEASE,
    /** The GPU scheduler took jobs and has not ended them; it may have died meanwhile. */
    SCHEDULER_HAS_JOBS,
    /** Nothing. */
    NONE;

    /** In lower case. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
