package org.meshgate.worker.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Request to put jobs back into the queue, without counting an attempt.
 *
 * @param jobs those that are not held any more are skipped
 */
public record ReleaseJobsRequest(
        @NotNull(message = WorkerRules.REQUIRED)
        @Pattern(regexp = WorkerRules.WORKER_ID, message = WorkerRules.WORKER_ID_RULE)
        @JsonProperty("worker_id")
        String workerId,

        @NotNull(message = WorkerRules.REQUIRED) @Size(max = WorkerRules.MAX_JOBS, message = WorkerRules.MAX_JOBS_RULE)
        List<@NotNull(message = WorkerRules.JOB_ID_RULE) @Valid ReleasedJob> jobs) {}
