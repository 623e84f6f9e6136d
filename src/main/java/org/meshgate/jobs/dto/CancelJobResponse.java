package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of a wish to cancel. */
public record CancelJobResponse(@JsonProperty("job_id") String jobId, String status, String message) {}
