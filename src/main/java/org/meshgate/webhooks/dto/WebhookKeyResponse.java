package org.meshgate.webhooks.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The key that verifies {@code v1a} signatures.
 *
 * @param publicKey {@code whpk_} and base64 of 32 bytes
 * @param algorithm always {@code ed25519}
 */
public record WebhookKeyResponse(
        @Schema(pattern = "whpk_[A-Za-z0-9+/]{43}=") @JsonProperty("public_key")
        String publicKey,

        String algorithm) {}
