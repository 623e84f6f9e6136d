package org.meshgate.webhooks;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;
import org.meshgate.webhooks.delivery.dto.DeliveryListResponse;
import org.meshgate.webhooks.delivery.dto.DeliveryResponse;
import org.meshgate.webhooks.endpoint.EndpointOwner;

/** Deliveries to the endpoints of the server, for administrators. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/admin/webhooks")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Webhooks")
@RequiresScope(Scope.ADMIN)
public class ServerDeliveriesResource {

    private final DeliveryRoutes deliveries;

    ServerDeliveriesResource(DeliveryRoutes deliveries) {
        this.deliveries = deliveries;
    }

    @POST
    @Cancellable(false)
    @Path("/{webhook_id}/test")
    @ProblemResponses({ProblemType.WEBHOOK_DISABLED, ProblemType.WEBHOOK_QUEUE_FULL})
    @Operation(
            operationId = "testServerWebhook",
            summary = "Send a webhook.test event to an endpoint",
            description = "While a test waits, it is sent at once and no other one is added.")
    public Uni<DeliveryResponse> test(@PathParam("webhook_id") String webhookId) {
        return deliveries.test(EndpointOwner.SERVER, webhookId);
    }

    @GET
    @Path("/{webhook_id}/deliveries")
    @ProblemResponses(ProblemType.VALIDATION_FAILED)
    @Operation(
            operationId = "listServerWebhookDeliveries",
            summary =
                    "The waiting deliveries of an endpoint and the last 200 of seven days that have ended, newest first")
    public Uni<DeliveryListResponse> list(
            @PathParam("webhook_id") String webhookId,
            @QueryParam("limit") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200"))
                    Optional<String> limit,
            @QueryParam("cursor") @Parameter(schema = @Schema(type = SchemaType.STRING)) Optional<String> cursor) {
        return deliveries.list(EndpointOwner.SERVER, webhookId, limit, cursor);
    }

    @POST
    @Cancellable(false)
    @Path("/{webhook_id}/deliveries/{delivery_id}/retry")
    @ProblemResponses({ProblemType.WEBHOOK_DISABLED, ProblemType.WEBHOOK_QUEUE_FULL})
    @Operation(
            operationId = "retryServerWebhookDelivery",
            summary = "Attempt a delivery now",
            description = "A delivery that has ended begins its schedule anew; its id stays.")
    public Uni<DeliveryResponse> retry(
            @PathParam("webhook_id") String webhookId, @PathParam("delivery_id") String deliveryId) {
        return deliveries.retry(EndpointOwner.SERVER, webhookId, deliveryId);
    }
}
