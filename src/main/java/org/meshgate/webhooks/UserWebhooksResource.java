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

/** The endpoints of the caller, which are told of the jobs and tokens of the caller. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/me/webhooks")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
@RequiresScope(Scope.ACCOUNT)
public class UserWebhooksResource {

    private final WebhookRoutes routes;

    UserWebhooksResource(WebhookRoutes routes) {
        this.routes = routes;
    }

    @POST
    @Cancellable(false)
    @Consumes(MediaType.APPLICATION_JSON)
    @ProblemResponses({ProblemType.TOO_MANY_WEBHOOKS, ProblemType.VALIDATION_FAILED})
    @Operation(
            operationId = "createWebhook",
            summary = "Register an endpoint that is told of own events",
            description = "The secret is shown this once. Deliveries are signed by Standard Webhooks.")
    public Uni<WebhookSecretResponse> create(@NotNull @Valid CreateWebhookRequest request) {
        return routes.create(routes.own(), request);
    }

    @GET
    @Operation(operationId = "listWebhooks", summary = "The own endpoints, the oldest first")
    public Uni<WebhookListResponse> list() {
        return routes.list(routes.own());
    }

    @GET
    @Path("/{webhook_id}")
    @Operation(operationId = "getWebhook", summary = "An endpoint")
    public Uni<WebhookResponse> get(@PathParam("webhook_id") String webhookId) {
        return routes.get(routes.own(), webhookId);
    }

    @PATCH
    @Cancellable(false)
    @Path("/{webhook_id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @ProblemResponses(ProblemType.VALIDATION_FAILED)
    @Operation(
            operationId = "updateWebhook",
            summary = "Change an endpoint, or enable or disable it",
            description = "Deliveries wait while it is disabled, for seven days at most.")
    public Uni<WebhookResponse> change(
            @PathParam("webhook_id") String webhookId, @NotNull @Valid UpdateWebhookRequest request) {
        return routes.change(routes.own(), webhookId, request);
    }

    @DELETE
    @Cancellable(false)
    @Path("/{webhook_id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "deleteWebhook", summary = "Remove an endpoint with its deliveries")
    public Uni<WebhookDeletedResponse> delete(@PathParam("webhook_id") String webhookId) {
        return routes.remove(routes.own(), webhookId);
    }

    @POST
    @Cancellable(false)
    @Path("/{webhook_id}/secret")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Replace the secret of an endpoint",
            description = "For 24 hours deliveries have signatures of both secrets.")
    public Uni<WebhookSecretResponse> rotateSecret(@PathParam("webhook_id") String webhookId) {
        return routes.rotateSecret(routes.own(), webhookId);
    }
}
