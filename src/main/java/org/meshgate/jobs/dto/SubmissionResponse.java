package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A queued job.
 *
 * @param queuePosition from 1; null for a finished job
 * @param ignoredParameters members of {@code model_parameters} that were ignored; absent when there are none
 * @param note a hint for people, such as that no worker takes jobs
 */
@RegisterForReflection // the route answers other documents, too
public record SubmissionResponse(
        @JsonProperty("job_id") String jobId,
        String status,
        String message,
        String feature,
        @JsonProperty("model_preference") String modelPreference,
        @JsonProperty("status_url") String statusUrl,
        @JsonProperty("cancel_url") String cancelUrl,
        @JsonProperty("events_url") String eventsUrl,

        @Schema(nullable = true) @JsonProperty("queue_position")
        Long queuePosition,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("ignored_parameters")
        List<String> ignoredParameters,

        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> note) {}
