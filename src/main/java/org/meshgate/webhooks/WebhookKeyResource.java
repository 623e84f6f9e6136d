package org.meshgate.webhooks;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.Public;
import org.meshgate.webhooks.dto.WebhookKeyResponse;
import org.meshgate.webhooks.signature.WebhookKeys;

/** The key with which anybody verifies deliveries. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/webhook-key")
@AccountsOnly
@Public
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class WebhookKeyResource {

    private final WebhookKeys keys;

    WebhookKeyResource(WebhookKeys keys) {
        this.keys = keys;
    }

    @GET
    @SecurityRequirements
    @Operation(
            operationId = "getWebhookKey",
            summary = "The public key that verifies the v1a signatures of deliveries of this server")
    public Uni<WebhookKeyResponse> get() {
        return keys.publicKey().map(key -> new WebhookKeyResponse(key, "ed25519"));
    }
}
