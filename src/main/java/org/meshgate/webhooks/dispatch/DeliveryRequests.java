package org.meshgate.webhooks.dispatch;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.meshgate.webhooks.endpoint.WebhookEndpoint;
import org.meshgate.webhooks.network.SendResult;
import org.meshgate.webhooks.network.SsrfGuard;
import org.meshgate.webhooks.network.SsrfGuard.Verdict;
import org.meshgate.webhooks.network.WebhookSender;
import org.meshgate.webhooks.network.WebhookUrl;
import org.meshgate.webhooks.signature.WebhookKeys;

/** Sends a delivery once: makes the body, signs it, and posts it to the URL of the endpoint. */
@ApplicationScoped
class DeliveryRequests {

    private static final String USER_AGENT = "Meshgate-Webhooks";

    private final DeliveryBody bodies;
    private final WebhookKeys keys;
    private final SsrfGuard guard;
    private final WebhookSender sender;

    DeliveryRequests(DeliveryBody bodies, WebhookKeys keys, SsrfGuard guard, WebhookSender sender) {
        this.bodies = bodies;
        this.keys = keys;
        this.guard = guard;
        this.sender = sender;
    }

    /**
     * Sends a delivery.
     *
     * @param now the time of the attempt
     * @return fails only when the keys cannot be read; a URL that is allowed no longer is a result
     */
    Uni<SendResult> send(ClaimedDelivery delivery, Instant now) {
        WebhookEndpoint endpoint = delivery.endpoint();
        Verdict<WebhookUrl> verdict = guard.check(endpoint.url());
        if (verdict instanceof Verdict.Allowed<WebhookUrl> allowed) {
            byte[] body = bodies.of(delivery);
            return keys.signer()
                    .map(signer ->
                            signer.headers(delivery.id(), now, body, endpoint.id(), endpoint.signingVersions(now)))
                    .chain(signature -> sender.send(allowed.value(), headers(signature), Buffer.buffer(body)));
        }
        String reason = verdict instanceof Verdict.Refused<WebhookUrl> refused ? refused.reason() : "";
        return Uni.createFrom().item(new SendResult.Failed(SendResult.FailureKind.REFUSED, "The URL " + reason + "."));
    }

    private static Map<String, String> headers(Map<String, String> signature) {
        Map<String, String> headers = new HashMap<>(signature);
        headers.put("content-type", "application/json");
        headers.put("user-agent", USER_AGENT);
        return headers;
    }
}
