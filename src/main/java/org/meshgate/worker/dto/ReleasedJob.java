package org.meshgate.worker.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** A job that a worker gives back. */
@RegisterForReflection
public record ReleasedJob(
        @NotNull(message = WorkerRules.REQUIRED)
        @Pattern(regexp = WorkerRules.JOB_ID, message = WorkerRules.JOB_ID_RULE)
        @JsonProperty("job_id")
        String jobId,

        @NotNull(message = WorkerRules.REQUIRED) @Pattern(regexp = WorkerRules.LEASE, message = WorkerRules.LEASE_RULE)
        String lease) {

    /** Omits the lease. */
    @Override
    public String toString() {
        return "ReleasedJob[" + jobId + "]";
    }
}
