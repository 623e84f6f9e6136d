package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The deletion of a result's files; the last two members are absent when there were none. */
public record DeleteResultResponse(
        @JsonProperty("job_id") String jobId,
        String message,
        boolean deleted,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("freed_space_mb")
        Double freedSpaceMb,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("deleted_file")
        String deletedFile) {}
