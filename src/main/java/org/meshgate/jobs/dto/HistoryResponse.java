package org.meshgate.jobs.dto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of the history, newest first.
 *
 * @param timestamp seconds since 1970, as in 3DAIGC-API
 */
public record HistoryResponse(
        @Schema(implementation = JobSchemas.Row[].class) List<ObjectNode> jobs,
        HistoryPagination pagination,
        HistoryFilters filters,
        BigDecimal timestamp) {}
