package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A deleted job. */
public record DeleteJobResponse(
        @JsonProperty("job_id") String jobId,
        String message,
        boolean deleted,
        @JsonProperty("job_info") JobInfoResponse jobInfo) {}
