package org.meshgate.accounts.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which part of a list this is.
 *
 * @param totalIsExact false when there may be more than that, because a search has an end, or was continued
 * @param nextCursor the {@code cursor} of the part that follows; null at the end
 */
@Schema(name = "UserPagination")
public record OffsetPagination(
        int limit,
        long offset,
        long total,
        @JsonProperty("total_is_exact") boolean totalIsExact,
        @JsonProperty("has_more") boolean hasMore,

        @Schema(nullable = true) @JsonProperty("next_cursor")
        String nextCursor) {}
