package org.meshgate.jobs.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The position of a page in the list.
 *
 * @param limit maximum number of jobs of this page: as requested, or lower when the jobs are very large
 * @param total number of jobs that match the filters
 * @param totalIsExact false when the total is a lower bound, because the search for a feature is bounded or jobs of
 *     3DAIGC-API are still being indexed after the start
 * @param nextCursor the {@code cursor} of the next page; null at the end
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
