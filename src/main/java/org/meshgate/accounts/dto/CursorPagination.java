package org.meshgate.accounts.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which part of the list this is. */
@Schema(name = "InvitePagination")
public record CursorPagination(
        int limit,
        long offset,
        long total,
        @JsonProperty("has_more") boolean hasMore) {}
