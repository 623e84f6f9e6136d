package org.meshgate.worker.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a worker is to do with one job.
 *
 * @param order {@code continue}; {@code cancel}: stop and complete or fail it within ten seconds; {@code lost}: stop,
 *     the job is not this worker's any more
 */
@RegisterForReflection
public record JobOrder(
        @JsonProperty("job_id") String jobId,

        @Schema(enumeration = {"continue", "cancel", "lost"})
        String order) {}
