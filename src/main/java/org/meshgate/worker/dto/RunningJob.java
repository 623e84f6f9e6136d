package org.meshgate.worker.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

/**
 * A job that a worker runs.
 *
 * @param progress from 0 to 1; absent or null for no change
 * @param message what the worker does at the moment, for the owner of the job; absent or null for no change
 */
@RegisterForReflection
public record RunningJob(
        @NotNull(message = WorkerRules.REQUIRED)
        @Pattern(regexp = WorkerRules.JOB_ID, message = WorkerRules.JOB_ID_RULE)
        @JsonProperty("job_id")
        String jobId,

        @NotNull(message = WorkerRules.REQUIRED) @Pattern(regexp = WorkerRules.LEASE, message = WorkerRules.LEASE_RULE)
        String lease,

        @DecimalMin(value = "0", message = "must be a number from 0 to 1")
        @DecimalMax(value = "1", message = "must be a number from 0 to 1")
        @Schema(nullable = true)
        Double progress,

        @CodePointLength(max = 500, message = "must be at most 500 characters")
        @Schema(nullable = true, maxLength = 500)
        String message) {

    /** Omits the lease. */
    @Override
    public String toString() {
        return "RunningJob[" + jobId + "]";
    }
}
