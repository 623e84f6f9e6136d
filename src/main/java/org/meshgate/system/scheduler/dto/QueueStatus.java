package org.meshgate.system.scheduler.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The length of the queue over all users; {@code total_jobs} includes finished jobs. */
public record QueueStatus(
        long pending,
        long processing,
        @JsonProperty("total_jobs") long total) {}
