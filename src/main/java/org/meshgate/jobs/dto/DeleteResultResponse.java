package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of the files of a result; the last two are absent when there was none. */
public record DeleteResultResponse(
        @JsonProperty("job_id") String jobId,
        String message,
        boolean deleted,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("freed_space_mb")
        Double freedSpaceMb,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("deleted_file")
        String deletedFile) {}
