package org.meshgate.accounts.invite;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.dto.MessageResponse;
import org.meshgate.accounts.dto.OffsetPagination;
import org.meshgate.accounts.invite.dto.CreateInviteRequest;
import org.meshgate.accounts.invite.dto.CreateInviteResponse;
import org.meshgate.accounts.invite.dto.InviteInfo;
import org.meshgate.accounts.invite.dto.InviteListResponse;
import org.meshgate.accounts.validation.AccountRules;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.Paging;
import org.meshgate.http.PublicUrl;
import org.meshgate.http.PublicUrl.ConsolePage;
import org.meshgate.problem.ValidationFailedException;

/** Invitations to register, managed by administrators. Required if {@code security.registration} is {@code invite}. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/admin/invites")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class InvitesResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_HOURS = 168;

    private final Invitations invitations;
    private final CurrentCaller caller;
    private final AuditTrail audit;
    private final PublicUrl publicUrl;

    InvitesResource(Invitations invitations, CurrentCaller caller, AuditTrail audit, PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
        this.invitations = invitations;
        this.caller = caller;
        this.audit = audit;
    }

    @POST
    @Cancellable(false)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createInvite",
            summary = "Make an invitation, with whose code one account can be registered")
    public Uni<CreateInviteResponse> create(
            @NotNull @Valid CreateInviteRequest request, @Context RoutingContext context) {
        Optional<String> email = Optional.ofNullable(request.email());
        email.flatMap(AccountRules::email).ifPresent(wrong -> {
            throw new ValidationFailedException("email", wrong);
        });
        Duration lifetime =
                Duration.ofHours(Optional.ofNullable(request.expiresInHours()).orElse(DEFAULT_HOURS));
        return audit.by(caller.get(), AuditAction.INVITE_CREATE)
                .record(
                        invitations.create(caller.account().userId(), lifetime, email),
                        (entry, made) -> entry.target(made.invite().id()))
                .map(made -> new CreateInviteResponse(
                        true,
                        "Invitation created. The code is shown this once.",
                        made.code(),
                        publicUrl.consoleLink(context, ConsolePage.REGISTER, made.code()),
                        InviteInfo.of(made.invite())));
    }

    @GET
    @Operation(
            operationId = "listInvites",
            summary = "Invitations that are neither used nor over, the ones that end last first")
    public Uni<InviteListResponse> list(
            @QueryParam("limit") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    Optional<String> limit,
            @QueryParam("offset") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    Optional<String> offset) {
        Paging paging = Paging.of(limit, offset, DEFAULT_LIMIT, MAX_LIMIT);
        return invitations.list(paging.offset(), paging.limit()).map(page -> {
            List<InviteInfo> invites = page.items().stream().map(InviteInfo::of).toList();
            return new InviteListResponse(
                    true,
                    invites,
                    invites.size(),
                    new OffsetPagination(paging.limit(), paging.offset(), page.total(), paging.hasMore(page.total())));
        });
    }

    @DELETE
    @Cancellable(false)
    @Path("/{invite_id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "withdrawInvite", summary = "Withdraw an invitation")
    public Uni<MessageResponse> withdraw(@PathParam("invite_id") String inviteId) {
        return audit.by(caller.get(), AuditAction.INVITE_WITHDRAW)
                .target(inviteId)
                .record(invitations.withdraw(inviteId))
                .replaceWith(new MessageResponse(true, "Invitation withdrawn"));
    }
}
