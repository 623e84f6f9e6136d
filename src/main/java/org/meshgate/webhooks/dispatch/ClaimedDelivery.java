package org.meshgate.webhooks.dispatch;

import java.util.Optional;
import org.meshgate.webhooks.delivery.AttemptSummary;
import org.meshgate.webhooks.delivery.WebhookMessage;
import org.meshgate.webhooks.endpoint.WebhookEndpoint;

/**
 * A delivery that this process may attempt now.
 *
 * @param lease the end of the lease as Redis has it, which proves that the lease is held
 * @param former the attempts so far
 */
record ClaimedDelivery(
        WebhookEndpoint endpoint, String id, String lease, WebhookMessage message, Optional<AttemptSummary> former) {

    /** The number of the attempt, from 1. */
    int attempt() {
        return former.map(AttemptSummary::count).orElse(0) + 1;
    }
}
