package org.meshgate.worker.dto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Request to complete a job.
 *
 * @param result the name of an uploaded file; absent or null only for a job that makes no file, with {@code info}
 * @param thumbnail the name of an uploaded image; absent or null for none
 * @param info about the generation, for the owner of the job; absent or null for none
 * @param seconds how long the generation took; absent or null when the worker does not know
 */
public record CompleteJobRequest(
        @NotNull(message = WorkerRules.REQUIRED) @Pattern(regexp = WorkerRules.LEASE, message = WorkerRules.LEASE_RULE)
        String lease,

        @Schema(nullable = true) String result,
        @Schema(nullable = true) String thumbnail,

        @Schema(type = SchemaType.OBJECT, implementation = Object.class, nullable = true)
        ObjectNode info,

        @DecimalMin(value = "0", message = "must be a number from 0 to 31536000")
        @DecimalMax(value = "31536000", message = "must be a number from 0 to 31536000")
        @Schema(nullable = true)
        Double seconds) {

    /** Omits the lease. */
    @Override
    public String toString() {
        return "CompleteJobRequest[" + result + "]";
    }
}
