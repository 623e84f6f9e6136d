package org.meshgate.webhooks.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Response with an endpoint and its new secret, which is shown only once.
 *
 * @param secret verifies {@code v1} signatures
 */
public record WebhookSecretResponse(
        boolean success,
        @Schema(pattern = "whsec_[A-Za-z0-9+/]{43}=") String secret,
        WebhookInfo webhook) {

    @Override
    public String toString() {
        return "WebhookSecretResponse[" + webhook + "]";
    }
}
