package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which part of a list this is.
 *
 * @param limit how many jobs this part may have: what was asked for, or fewer when the jobs are very large
 * @param total how many jobs the filters fit
 * @param totalIsExact false when there may be more than that, because the search for a feature has an end, or jobs
 *     of 3DAIGC-API are still being indexed after the start
 * @param nextCursor the {@code cursor} of the part that follows; null at the end
 */
@Schema(name = "HistoryPagination")
public record HistoryPagination(
        int limit,
        long offset,
        long total,
        @JsonProperty("total_is_exact") boolean totalIsExact,
        @JsonProperty("has_more") boolean hasMore,

        @Schema(nullable = true) @JsonProperty("next_cursor")
        String nextCursor) {}
