package org.meshgate.accounts.reset;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.reset.dto.CreateResetLinkResponse;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.PublicUrl;
import org.meshgate.http.PublicUrl.ConsolePage;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/** Reset links, made by administrators. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/admin/users")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class ResetLinksResource {

    private final ResetLinks links;
    private final CurrentCaller caller;
    private final AuditTrail audit;
    private final PublicUrl publicUrl;

    ResetLinksResource(ResetLinks links, CurrentCaller caller, AuditTrail audit, PublicUrl publicUrl) {
        this.links = links;
        this.caller = caller;
        this.audit = audit;
        this.publicUrl = publicUrl;
    }

    @POST
    @Path("/{user_id}/reset-link")
    @Cancellable(false)
    @Consumes(MediaType.WILDCARD)
    @ProblemResponses({ProblemType.OWN_PASSWORD, ProblemType.SERVICE_ACCOUNT})
    @Operation(
            operationId = "createResetLink",
            summary = "Make a link with which a user sets a new password",
            description = "The link works once, within a day, and in place of an earlier one. It is shown this once.")
    public Uni<CreateResetLinkResponse> create(@PathParam("user_id") String userId, @Context RoutingContext request) {
        return audit.by(caller.get(), AuditAction.RESET_LINK_CREATE)
                .target(userId)
                .record(links.create(caller.account().userId(), userId))
                .map(made -> new CreateResetLinkResponse(
                        true,
                        "Link created. It is shown this once.",
                        made.code(),
                        publicUrl.consoleLink(request, ConsolePage.RESET, made.code()),
                        made.expiresAt()));
    }
}
