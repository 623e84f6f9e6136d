package org.meshgate.webhooks.delivery.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of deliveries, newest first.
 *
 * @param total number of deliveries that wait or are in the log
 * @param nextCursor {@code cursor} of the next page; null at the end
 */
public record DeliveryListResponse(
        boolean success,
        List<DeliveryInfo> deliveries,
        int count,
        long total,

        @Schema(nullable = true) @JsonProperty("next_cursor")
        String nextCursor) {}
