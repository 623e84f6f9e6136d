package org.meshgate.worker.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Request to renew leases.
 *
 * @param jobs all jobs that the worker holds
 * @param gpu anything about the worker's GPU, for administrators; absent or null for nothing new
 */
public record HeartbeatRequest(
        @NotNull(message = WorkerRules.REQUIRED)
        @Pattern(regexp = WorkerRules.WORKER_ID, message = WorkerRules.WORKER_ID_RULE)
        @JsonProperty("worker_id")
        String workerId,

        @NotNull(message = WorkerRules.REQUIRED) @Size(max = WorkerRules.MAX_JOBS, message = WorkerRules.MAX_JOBS_RULE)
        List<@NotNull(message = WorkerRules.JOB_ID_RULE) @Valid RunningJob> jobs,

        @Schema(type = SchemaType.OBJECT, implementation = Object.class, nullable = true)
        ObjectNode gpu) {}
