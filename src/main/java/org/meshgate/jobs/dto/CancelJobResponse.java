package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The outcome of a request to cancel. */
public record CancelJobResponse(@JsonProperty("job_id") String jobId, String status, String message) {}
