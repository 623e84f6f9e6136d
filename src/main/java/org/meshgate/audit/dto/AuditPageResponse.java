package org.meshgate.audit.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of the audit.
 *
 * @param nextCursor the {@code cursor} of the part that follows, which may be there although this one is not full; null
 *     at the end
 * @param searchedTo how far this part looked: when the oldest entry was written that it looked at; null for none
 */
public record AuditPageResponse(
        boolean success,
        List<AuditEntryResponse> entries,
        int count,

        @Schema(nullable = true) @JsonProperty("next_cursor")
        String nextCursor,

        @Schema(nullable = true) @JsonProperty("searched_to")
        Instant searchedTo) {}
