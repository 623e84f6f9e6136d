package org.meshgate.audit.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of the audit trail.
 *
 * @param nextCursor {@code cursor} of the next page, which may exist even if this page is not full; null at the end
 * @param searchedTo time of the oldest scanned entry; null if there was none
 */
public record AuditPageResponse(
        boolean success,
        List<AuditEntryResponse> entries,
        int count,

        @Schema(nullable = true) @JsonProperty("next_cursor")
        String nextCursor,

        @Schema(nullable = true) @JsonProperty("searched_to")
        Instant searchedTo) {}
