package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Schemas of responses about jobs, for the OpenAPI document only. The responses may have further members, because other
 * programs write job records too.
 */
public final class JobSchemas {

    private JobSchemas() {}

    /** A job's status. */
    @Schema(
            name = "JobStatus",
            additionalProperties = Schema.True.class,
            requiredProperties = {
                "job_id",
                "status",
                "progress",
                "queue_position",
                "status_url",
                "cancel_url",
                "timezone"
            })
    public record Status(
            @JsonProperty("job_id") String jobId,

            @Schema(examples = {"queued", "processing", "completed", "failed", "cancelled"})
            String status,

            String feature,

            @Schema(nullable = true) @JsonProperty("model_preference")
            String modelPreference,

            @Schema(nullable = true) @JsonProperty("user_id")
            String userId,

            @JsonProperty("created_at") String createdAt,

            @Schema(nullable = true) @JsonProperty("started_at")
            String startedAt,

            @Schema(nullable = true) @JsonProperty("completed_at")
            String completedAt,

            @Schema(description = "0 to 1") double progress,

            @Schema(nullable = true, description = "From 1, while it waits") @JsonProperty("queue_position")
            Long queuePosition,

            @JsonProperty("status_url") String statusUrl,
            @JsonProperty("cancel_url") String cancelUrl,
            String timezone,

            @Schema(nullable = true, description = "Once it has completed")
            Result result,

            @Schema(nullable = true) String error) {}

    /** The result of a completed job. */
    @Schema(name = "JobResult", additionalProperties = Schema.True.class)
    record Result(
            @JsonProperty("mesh_url") String meshUrl,
            @JsonProperty("thumbnail_url") String thumbnailUrl,

            @Schema(description = "URLs by key") Map<String, String> files) {}

    /** A row of the history. */
    @Schema(
            name = "JobRow",
            additionalProperties = Schema.True.class,
            requiredProperties = {"job_id", "status", "feature", "created_at", "progress", "result", "error", "timezone"
            })
    record Row(
            @JsonProperty("job_id") String jobId,
            @Schema(nullable = true) String status,
            @Schema(nullable = true) String feature,

            @Schema(nullable = true) @JsonProperty("model_preference")
            String modelPreference,

            @Schema(nullable = true) @JsonProperty("user_id")
            String userId,

            @Schema(nullable = true) @JsonProperty("created_at")
            String createdAt,

            @Schema(nullable = true) @JsonProperty("started_at")
            String startedAt,

            @Schema(nullable = true) @JsonProperty("completed_at")
            String completedAt,

            double progress,
            @Schema(nullable = true) Result result,
            @Schema(nullable = true) String error,
            String timezone) {}

    /** Information about a result; without one, {@code has_result} is false and there is a {@code message}. */
    @Schema(
            name = "JobInfo",
            additionalProperties = Schema.True.class,
            requiredProperties = {"job_id", "status", "has_result"})
    public record Info(
            @JsonProperty("job_id") String jobId,
            String status,
            @JsonProperty("has_result") boolean hasResult,

            @Schema(description = "URLs by key") Map<String, String> files) {}
}
