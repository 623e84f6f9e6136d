package org.meshgate.webhooks.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * A delivery of an event to an endpoint.
 *
 * @param id {@code msg_} and 32 hexadecimal digits, the {@code webhook-id} of all attempts
 * @param attempts empty before the end of the first one
 * @param nextAttempt empty unless it waits
 */
public record Delivery(
        String id,
        WebhookMessage message,
        DeliveryStatus status,
        Optional<AttemptSummary> attempts,
        Optional<Instant> nextAttempt) {}
