package org.meshgate.webhooks.dto;

import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Request to register an endpoint.
 *
 * @param url where deliveries are posted to
 * @param events types of the events that it is told of
 * @param description a text for the owner; none if absent or null
 */
public record CreateWebhookRequest(
        @NotNull(message = "is required") @Schema(maxLength = 2048, examples = "https://hooks.example/meshgate")
        String url,

        @NotNull(message = "is required") @Schema(minItems = 1, examples = "[\"job.completed\", \"job.failed\"]")
        List<String> events,

        @Schema(maxLength = 200) String description) {

    @Override
    public String toString() {
        return "CreateWebhookRequest[]";
    }
}
