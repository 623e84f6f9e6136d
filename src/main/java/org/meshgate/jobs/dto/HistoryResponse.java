package org.meshgate.jobs.dto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of the history, newest first.
 *
 * @param timestamp seconds since 1970, as 3DAIGC-API gives it here
 */
public record HistoryResponse(
        @Schema(implementation = JobSchemas.Row[].class) List<ObjectNode> jobs,
        HistoryPagination pagination,
        HistoryFilters filters,
        BigDecimal timestamp) {}
