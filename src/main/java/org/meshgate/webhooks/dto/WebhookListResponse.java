package org.meshgate.webhooks.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * All endpoints of an owner, the oldest first.
 *
 * @param maxWebhooks how many the owner may have
 */
public record WebhookListResponse(
        boolean success,
        List<WebhookInfo> webhooks,
        int count,
        @JsonProperty("max_webhooks") int maxWebhooks) {}
