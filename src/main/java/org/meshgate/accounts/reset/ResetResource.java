package org.meshgate.accounts.reset;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.reset.dto.UseResetLinkRequest;
import org.meshgate.accounts.reset.dto.UseResetLinkResponse;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.Public;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/** New passwords by reset link. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/reset")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class ResetResource {

    private final ResetLinkRedeemer redeemer;
    private final ClientAddressResolver clients;
    private final AuditTrail audit;

    ResetResource(ResetLinkRedeemer redeemer, ClientAddressResolver clients, AuditTrail audit) {
        this.redeemer = redeemer;
        this.clients = clients;
        this.audit = audit;
    }

    @POST
    @Cancellable(false)
    @Public
    @SecurityRequirements
    @ProblemResponses({ProblemType.ACCOUNT_CHANGED, ProblemType.RESET_LINK_INVALID})
    @Operation(
            operationId = "useResetLink",
            summary = "Set a new password with the code of a reset link; all tokens of the user end",
            description = "The code works once. A password that is refused does not use it up.")
    public Uni<UseResetLinkResponse> use(@NotNull @Valid UseResetLinkRequest reset, @Context RoutingContext request) {
        return audit.anonymous(AuditAction.RESET_LINK_USE)
                .record(
                        redeemer.redeem(
                                reset.code(),
                                reset.newPassword(),
                                clients.of(request).network(),
                                request.response()::closed),
                        (entry, done) -> entry.actor(done.user().id(), "")
                                .target(done.user().id())
                                .detail("revoked_tokens", Integer.toString(done.revokedTokens())))
                .map(done -> new UseResetLinkResponse(
                        true,
                        "Password changed. " + done.revokedTokens() + " tokens were revoked.",
                        done.user().username(),
                        done.revokedTokens()));
    }
}
