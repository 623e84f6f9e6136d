package org.meshgate.worker.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Request for jobs.
 *
 * @param workerId the worker's own name, the same in each call
 * @param host for administrators; absent or null for none
 * @param version of the worker's program, for administrators
 * @param features that the worker takes, known to the catalog
 * @param models that the worker takes; absent, null or empty for all
 * @param loadedModels models whose jobs the worker starts sooner than others
 * @param slots the largest number of jobs in the answer
 * @param waitSeconds how long to wait for the first job; absent or null for not at all
 */
public record ClaimJobsRequest(
        @NotNull(message = WorkerRules.REQUIRED)
        @Pattern(regexp = WorkerRules.WORKER_ID, message = WorkerRules.WORKER_ID_RULE)
        @JsonProperty("worker_id")
        String workerId,

        @Pattern(regexp = WorkerRules.LABEL, message = WorkerRules.LABEL_RULE) @Schema(nullable = true)
        String host,

        @Pattern(regexp = WorkerRules.LABEL, message = WorkerRules.LABEL_RULE) @Schema(nullable = true)
        String version,

        @NotEmpty(message = "must name at least one feature")
        @Size(max = WorkerRules.MAX_NAMES, message = WorkerRules.MAX_NAMES_RULE)
        List<
                        @NotNull(message = WorkerRules.NAME_RULE)
                        @Pattern(regexp = WorkerRules.NAME, message = WorkerRules.NAME_RULE) String>
                features,

        @Size(max = WorkerRules.MAX_NAMES, message = WorkerRules.MAX_NAMES_RULE) @Schema(nullable = true)
        List<
                        @NotNull(message = WorkerRules.NAME_RULE)
                        @Pattern(regexp = WorkerRules.NAME, message = WorkerRules.NAME_RULE) String>
                models,

        @Size(max = WorkerRules.MAX_NAMES, message = WorkerRules.MAX_NAMES_RULE)
        @Schema(nullable = true)
        @JsonProperty("loaded_models")
        List<
                        @NotNull(message = WorkerRules.NAME_RULE)
                        @Pattern(regexp = WorkerRules.NAME, message = WorkerRules.NAME_RULE) String>
                loadedModels,

        @NotNull(message = WorkerRules.REQUIRED)
        @Min(value = 1, message = "must be a whole number from 1 to 32")
        @Max(value = 32, message = "must be a whole number from 1 to 32")
        Integer slots,

        @Min(value = 0, message = "must be a whole number from 0 to 25")
        @Max(value = 25, message = "must be a whole number from 0 to 25")
        @Schema(nullable = true, defaultValue = "0")
        @JsonProperty("wait_seconds")
        Integer waitSeconds) {}
