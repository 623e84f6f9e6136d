package org.meshgate.webhooks.dispatch;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
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
import org.meshgate.webhooks.signature.WebhookSigner;

/** Sends a delivery once: makes the body, signs it, and posts it to the URL of the endpoint. */
@ApplicationScoped
class DeliveryRequests {

    private static final String USER_AGENT = "Meshgate-Webhooks";

    /** A claim may bring 64 signatures at once: too much work for one turn of an event loop. */
    private static final int SIGNING_THREADS = 2;

    private final DeliveryBody bodies;
    private final WebhookKeys keys;
    private final SsrfGuard guard;
    private final WebhookSender sender;
    private final WorkerExecutor signing;

    DeliveryRequests(DeliveryBody bodies, WebhookKeys keys, SsrfGuard guard, WebhookSender sender, Vertx vertx) {
        this.bodies = bodies;
        this.keys = keys;
        this.guard = guard;
        this.sender = sender;
        this.signing = vertx.createSharedWorkerExecutor("webhook-signing", SIGNING_THREADS);
    }

    /**
     * Sends a delivery.
     *
     * @param now the time of the attempt
     * @return fails only when the keys cannot be read; a URL that is allowed no longer is a result
     */
    Uni<SendResult> send(ClaimedDelivery delivery, Instant now) {
        Verdict<WebhookUrl> verdict = guard.check(delivery.endpoint().url());
        if (verdict instanceof Verdict.Refused<WebhookUrl> refused) {
            return Uni.createFrom().item(SendResult.Failed.of(refused));
        }
        WebhookUrl url = ((Verdict.Allowed<WebhookUrl>) verdict).value();
        return keys.signer()
                .chain(signer -> Uni.createFrom()
                        .completionStage(() -> signing.executeBlocking(() -> signed(delivery, signer, now), false)
                                .toCompletionStage()))
                .chain(signed -> sender.send(url, signed.headers(), signed.body()));
    }

    private record Signed(Map<String, String> headers, Buffer body) {}

    private Signed signed(ClaimedDelivery delivery, WebhookSigner signer, Instant now) {
        WebhookEndpoint endpoint = delivery.endpoint();
        byte[] body = bodies.of(delivery);
        Map<String, String> headers =
                new HashMap<>(signer.headers(delivery.id(), now, body, endpoint.id(), endpoint.signingVersions(now)));
        headers.put("content-type", "application/json");
        headers.put("user-agent", USER_AGENT);
        return new Signed(headers, Buffer.buffer(body));
    }
}
