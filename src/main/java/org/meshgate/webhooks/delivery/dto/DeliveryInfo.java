package org.meshgate.webhooks.delivery.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.webhooks.delivery.AttemptSummary;
import org.meshgate.webhooks.delivery.Delivery;

/**
 * A delivery of an event to an endpoint.
 *
 * @param deliveryId the {@code webhook-id} of all its attempts
 * @param event type of the event
 * @param subject id of the job or token that it is about; null for a test
 * @param attempts number of attempts so far
 * @param lastStatus HTTP status of the last answer; null without an answer
 * @param lastError why the last attempt had no answer
 */
public record DeliveryInfo(
        @JsonProperty("delivery_id") String deliveryId,
        String event,
        @Schema(nullable = true) String subject,
        @JsonProperty("created_at") Instant createdAt,

        @Schema(enumeration = {"waiting", "sending", "delivered", "failed"})
        String status,

        int attempts,

        @Schema(nullable = true) @JsonProperty("last_attempt_at")
        Instant lastAttemptAt,

        @Schema(nullable = true) @JsonProperty("last_duration_ms")
        Long lastDurationMs,

        @Schema(nullable = true) @JsonProperty("last_status")
        Integer lastStatus,

        @Schema(nullable = true) @JsonProperty("last_error") String lastError,

        @Schema(nullable = true) @JsonProperty("next_attempt_at")
        Instant nextAttemptAt) {

    public static DeliveryInfo of(Delivery delivery) {
        Optional<AttemptSummary> attempts = delivery.attempts();
        return new DeliveryInfo(
                delivery.id(),
                delivery.message().type(),
                delivery.message().subject().orElse(null),
                delivery.message().time(),
                delivery.status().jsonName(),
                attempts.map(AttemptSummary::count).orElse(0),
                attempts.map(AttemptSummary::time).orElse(null),
                attempts.map(AttemptSummary::millis).orElse(null),
                attempts.flatMap(AttemptSummary::status).orElse(null),
                attempts.flatMap(AttemptSummary::failure).orElse(null),
                delivery.nextAttempt().orElse(null));
    }
}
