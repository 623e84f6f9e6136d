package org.meshgate.accounts.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The position of an offset-based page within a list. */
@Schema(name = "OffsetPagination")
public record OffsetPagination(
        int limit,
        long offset,
        long total,
        @JsonProperty("has_more") boolean hasMore) {}
