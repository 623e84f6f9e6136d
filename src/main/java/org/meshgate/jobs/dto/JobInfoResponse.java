package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The last state of a deleted job. */
@Schema(name = "DeletedJobInfo")
public record JobInfoResponse(
        @Schema(nullable = true) String status,
        @Schema(nullable = true) String feature,

        @Schema(nullable = true) @JsonProperty("created_at") String createdAt) {}
