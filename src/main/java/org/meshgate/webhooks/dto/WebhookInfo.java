package org.meshgate.webhooks.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.webhooks.endpoint.DisabledReason;
import org.meshgate.webhooks.endpoint.WebhookEndpoint;
import org.meshgate.webhooks.endpoint.WebhookEndpoint.EndpointState;
import org.meshgate.webhooks.endpoint.WebhookEvent;

/**
 * An endpoint, without its secret.
 *
 * @param failingSince the first failed attempt since the last success
 * @param waitingDeliveries number of deliveries in its queue
 * @param droppedDeliveries number of deliveries for which the queue had no room
 */
public record WebhookInfo(
        @JsonProperty("webhook_id") String webhookId,
        String url,
        List<String> events,
        String description,
        boolean enabled,

        @Schema(nullable = true, description = "owner, gone (it answered 410) or failing (for five days)")
        @JsonProperty("disabled_reason")
        String disabledReason,

        @Schema(nullable = true) @JsonProperty("disabled_at")
        Instant disabledAt,

        @JsonProperty("created_at") Instant createdAt,

        @Schema(nullable = true) @JsonProperty("secret_rotated_at")
        Instant secretRotatedAt,

        @Schema(nullable = true) @JsonProperty("failing_since")
        Instant failingSince,

        @Schema(nullable = true) @JsonProperty("last_success_at")
        Instant lastSuccessAt,

        @JsonProperty("waiting_deliveries") long waitingDeliveries,
        @JsonProperty("dropped_deliveries") long droppedDeliveries) {

    public static WebhookInfo of(WebhookEndpoint endpoint) {
        EndpointState state = endpoint.state();
        return new WebhookInfo(
                endpoint.id(),
                endpoint.url(),
                endpoint.events().stream().map(WebhookEvent::type).toList(),
                endpoint.description(),
                endpoint.enabled(),
                state.disabledReason().map(DisabledReason::jsonName).orElse(null),
                state.disabledAt().orElse(null),
                endpoint.createdAt(),
                endpoint.rotatedAt().orElse(null),
                state.failingSince().orElse(null),
                state.succeededAt().orElse(null),
                state.waiting(),
                state.dropped());
    }

    @Override
    public String toString() {
        return "WebhookInfo[" + webhookId + "]";
    }
}
