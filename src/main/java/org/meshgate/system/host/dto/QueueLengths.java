package org.meshgate.system.host.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The length of the queue over all users. */
@Schema(name = "QueueCounts")
public record QueueLengths(
        @JsonProperty("pending_jobs") long pending,
        @JsonProperty("processing_jobs") long processing,
        @JsonProperty("completed_jobs") long completed) {}
