package org.meshgate.webhooks.dto;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Request to change an endpoint. What is absent or null stays. */
public record UpdateWebhookRequest(
        @Schema(maxLength = 2048) String url,
        @Schema(minItems = 1) List<String> events,
        @Schema(maxLength = 200) String description,
        Boolean enabled) {

    @Override
    public String toString() {
        return "UpdateWebhookRequest[]";
    }
}
