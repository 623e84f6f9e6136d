package org.meshgate.accounts.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The position of a cursor-based page within a list.
 *
 * @param totalIsExact false if total is a lower bound, because the search was bounded or continued
 * @param nextCursor {@code cursor} of the next page; null at the end
 */
@Schema(name = "UserPagination")
public record CursorPagination(
        int limit,
        long offset,
        long total,
        @JsonProperty("total_is_exact") boolean totalIsExact,
        @JsonProperty("has_more") boolean hasMore,

        @Schema(nullable = true) @JsonProperty("next_cursor")
        String nextCursor) {}
