package org.meshgate.worker.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

/**
 * Request to fail an attempt.
 *
 * @param error the reason, for the owner of the job
 * @param retryable whether another attempt may succeed
 * @param logTail the last lines of the worker's log, for administrators; absent or null for none
 */
public record FailJobRequest(
        @NotNull(message = WorkerRules.REQUIRED) @Pattern(regexp = WorkerRules.LEASE, message = WorkerRules.LEASE_RULE)
        String lease,

        @NotNull(message = WorkerRules.REQUIRED)
        @CodePointLength(min = 1, max = 2000, message = "must be 1 to 2000 characters")
        @Schema(minLength = 1, maxLength = 2000)
        String error,

        @NotNull(message = WorkerRules.REQUIRED) Boolean retryable,

        @Size(max = 65_536, message = "must be at most 65536 bytes")
        @Schema(nullable = true, description = "At most 65536 bytes of UTF-8")
        @JsonProperty("log_tail")
        String logTail) {

    /** Omits the lease and the texts. */
    @Override
    public String toString() {
        return "FailJobRequest[" + retryable + "]";
    }
}
