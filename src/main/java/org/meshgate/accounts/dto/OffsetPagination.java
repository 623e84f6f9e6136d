package org.meshgate.accounts.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The position of an offset-based page within a list. */
public record OffsetPagination(
        int limit,
        long offset,
        long total,
        @JsonProperty("has_more") boolean hasMore) {}
