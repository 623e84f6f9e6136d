package org.meshgate.worker.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A job that a worker has claimed.
 *
 * @param lease the fencing token that each call about this attempt carries
 * @param attempt from 1
 * @param model the id of the model; empty when the submission named none
 * @param inputs of the submission; an input that is a file holds the name of that file in {@code files}
 * @param files to be fetched from their URLs, which are valid as long as the lease
 * @param timeoutSeconds how long a worker should try; the server does not end an attempt that renews its lease
 * @param userId the owner of the job; null for a job without one
 */
@RegisterForReflection
public record AssignedJob(
        @JsonProperty("job_id") String jobId,
        String lease,
        int attempt,
        String feature,
        String model,

        @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        ObjectNode inputs,

        List<AssignedFile> files,
        @JsonProperty("timeout_seconds") int timeoutSeconds,
        @JsonProperty("user_id") @Schema(nullable = true) String userId) {

    /** Omits the inputs, the links and the random part of the lease. */
    @Override
    public String toString() {
        return "AssignedJob[" + jobId + ", attempt " + attempt + "]";
    }
}
