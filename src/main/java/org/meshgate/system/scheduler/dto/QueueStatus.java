package org.meshgate.system.scheduler.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How long the queue is, all users together; {@code total_jobs} has ended ones too. */
public record QueueStatus(
        long pending,
        long processing,
        @JsonProperty("total_jobs") long total) {}
