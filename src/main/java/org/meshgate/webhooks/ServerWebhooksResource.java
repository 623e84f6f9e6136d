package org.meshgate.webhooks;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;
import org.meshgate.webhooks.dto.CreateWebhookRequest;
import org.meshgate.webhooks.dto.UpdateWebhookRequest;
import org.meshgate.webhooks.dto.WebhookDeletedResponse;
import org.meshgate.webhooks.dto.WebhookListResponse;
import org.meshgate.webhooks.dto.WebhookResponse;
import org.meshgate.webhooks.dto.WebhookSecretResponse;
import org.meshgate.webhooks.endpoint.EndpointOwner;

/** The endpoints of the server, which are told of all jobs, for administrators. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/admin/webhooks")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
@RequiresScope(Scope.ADMIN)
public class ServerWebhooksResource {

    private final WebhookRoutes routes;

    ServerWebhooksResource(WebhookRoutes routes) {
        this.routes = routes;
    }

    @POST
    @Cancellable(false)
    @Consumes(MediaType.APPLICATION_JSON)
    @ProblemResponses({ProblemType.TOO_MANY_WEBHOOKS, ProblemType.VALIDATION_FAILED})
    @Operation(
            operationId = "createServerWebhook",
            summary = "Register an endpoint that is told of all users' events",
            description = "The secret is shown this once. Deliveries are signed by Standard Webhooks.")
    public Uni<WebhookSecretResponse> create(@NotNull @Valid CreateWebhookRequest request) {
        return routes.create(EndpointOwner.SERVER, request);
    }

    @GET
    @Operation(operationId = "listServerWebhooks", summary = "All endpoints of the server, the oldest first")
    public Uni<WebhookListResponse> list() {
        return routes.list(EndpointOwner.SERVER);
    }

    @GET
    @Path("/{webhook_id}")
    @Operation(operationId = "getServerWebhook", summary = "An endpoint")
    public Uni<WebhookResponse> get(@PathParam("webhook_id") String webhookId) {
        return routes.get(EndpointOwner.SERVER, webhookId);
    }

    @PATCH
    @Cancellable(false)
    @Path("/{webhook_id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @ProblemResponses(ProblemType.VALIDATION_FAILED)
    @Operation(
            operationId = "updateServerWebhook",
            summary = "Change an endpoint, or enable or disable it",
            description = "Deliveries wait while it is disabled, for seven days at most.")
    public Uni<WebhookResponse> change(
            @PathParam("webhook_id") String webhookId, @NotNull @Valid UpdateWebhookRequest request) {
        return routes.change(EndpointOwner.SERVER, webhookId, request);
    }

    @DELETE
    @Cancellable(false)
    @Path("/{webhook_id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "deleteServerWebhook", summary = "Remove an endpoint with its deliveries")
    public Uni<WebhookDeletedResponse> delete(@PathParam("webhook_id") String webhookId) {
        return routes.remove(EndpointOwner.SERVER, webhookId);
    }

    @POST
    @Cancellable(false)
    @Path("/{webhook_id}/secret")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "rotateServerWebhookSecret",
            summary = "Replace the secret of an endpoint",
            description = "For 24 hours deliveries have signatures of both secrets.")
    public Uni<WebhookSecretResponse> rotateSecret(@PathParam("webhook_id") String webhookId) {
        return routes.rotateSecret(EndpointOwner.SERVER, webhookId);
    }
}
