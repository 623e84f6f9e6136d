package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The filters as the client sent them. */
public record HistoryFilters(
        @Schema(nullable = true) String status,
        @Schema(nullable = true) String feature,

        @Schema(nullable = true) @JsonProperty("start_date") String startDate,

        @Schema(nullable = true) @JsonProperty("end_date") String endDate) {}
