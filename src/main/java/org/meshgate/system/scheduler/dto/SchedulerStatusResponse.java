package org.meshgate.system.scheduler.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The response of 3DAIGC-API. The members beside {@code scheduler} are counts of the whole queue. */
public record SchedulerStatusResponse(
        SchedulerInfo scheduler,

        @Schema(description = "0: models are loaded by workers, none by this program")
        @JsonProperty("adapters_registered")
        int adapters,

        @JsonProperty("active_jobs") long active,
        @JsonProperty("queued_jobs") long queued,
        @JsonProperty("completed_jobs") long completed) {}
