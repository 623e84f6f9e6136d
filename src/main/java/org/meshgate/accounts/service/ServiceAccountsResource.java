package org.meshgate.accounts.service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
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
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.dto.MessageResponse;
import org.meshgate.accounts.dto.OffsetPagination;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.dto.TokenInfo;
import org.meshgate.accounts.service.ServiceAccounts.AccountAndToken;
import org.meshgate.accounts.service.dto.CreateServiceAccountRequest;
import org.meshgate.accounts.service.dto.CreateServiceTokenRequest;
import org.meshgate.accounts.service.dto.ServiceAccountListResponse;
import org.meshgate.accounts.service.dto.ServiceAccountResponse;
import org.meshgate.accounts.token.RequestedBudget;
import org.meshgate.accounts.token.TokenDetails;
import org.meshgate.accounts.token.TokenRequest;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditEntryBuilder;
import org.meshgate.audit.AuditTrail;
import org.meshgate.audit.CrossUserAccessAudit;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.Paging;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/** Service accounts, managed by administrators. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/admin/service-accounts")
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class ServiceAccountsResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final ServiceAccounts accounts;
    private final CurrentCaller caller;
    private final AuditTrail audit;
    private final CrossUserAccessAudit accessAudit;

    ServiceAccountsResource(
            ServiceAccounts accounts, CurrentCaller caller, AuditTrail audit, CrossUserAccessAudit accessAudit) {
        this.accounts = accounts;
        this.caller = caller;
        this.audit = audit;
        this.accessAudit = accessAudit;
    }

    @POST
    @Cancellable(false)
    @ProblemResponses({ProblemType.USERNAME_TAKEN})
    @Operation(
            operationId = "createServiceAccount",
            summary = "Make a service account, an account without a password for a program, and its first token",
            description =
                    "The token is shown this once. Without scopes it has the scope worker alone, for the routes of"
                            + " workers. The account cannot log in, and stays when the administrator who made it goes.")
    public Uni<ServiceAccountResponse> create(@NotNull @Valid CreateServiceAccountRequest request) {
        return audit.by(caller.get(), AuditAction.SERVICE_ACCOUNT_CREATE)
                .record(
                        accounts.create(
                                request.name(),
                                new TokenRequest(
                                        Optional.ofNullable(request.expiresInDays()),
                                        Optional.ofNullable(request.scopes()),
                                        Optional.ofNullable(request.allowedNetworks()),
                                        new RequestedBudget(
                                                Optional.ofNullable(request.gpuSecondsPerDay()),
                                                Optional.ofNullable(request.gpuSecondsPerMonth())))),
                        (entry, made) -> describe(entry.target(made.user().id()), made))
                .map(made -> response("Service account created. The token is shown this once.", made));
    }

    @GET
    @Operation(operationId = "listServiceAccounts", summary = "Service accounts, newest first")
    public Uni<ServiceAccountListResponse> list(
            @QueryParam("limit") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    Optional<String> limit,
            @QueryParam("offset") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    Optional<String> offset) {
        Paging paging = Paging.of(limit, offset, DEFAULT_LIMIT, MAX_LIMIT);
        accessAudit.watch(caller.get(), AuditAction.USER_LIST).listed(Stream.of(Optional.empty()));
        return accounts.list(paging.offset(), paging.limit()).map(page -> {
            List<PublicUser> users = page.items().stream().map(PublicUser::of).toList();
            return new ServiceAccountListResponse(
                    true,
                    users,
                    users.size(),
                    page.total(),
                    new OffsetPagination(paging.limit(), paging.offset(), page.total(), paging.hasMore(page.total())));
        });
    }

    @POST
    @Cancellable(false)
    @Path("/{user_id}/tokens")
    @ProblemResponses({ProblemType.TOO_MANY_TOKENS})
    @Operation(
            operationId = "createServiceToken",
            summary = "Make a further token of a service account, or one in place of all others",
            description = "The token is shown this once. With revoke_others all other tokens of the account end.")
    public Uni<ServiceAccountResponse> createToken(
            @PathParam("user_id") String userId, @NotNull @Valid CreateServiceTokenRequest request) {
        boolean revokeOthers = Boolean.TRUE.equals(request.revokeOthers());
        return audit.by(caller.get(), AuditAction.SERVICE_TOKEN_CREATE)
                .target(userId)
                .detail("revoke_others", Boolean.toString(revokeOthers))
                .record(
                        accounts.createToken(
                                userId,
                                new TokenRequest(
                                        Optional.ofNullable(request.expiresInDays()),
                                        Optional.ofNullable(request.scopes()),
                                        Optional.ofNullable(request.allowedNetworks()),
                                        new RequestedBudget(
                                                Optional.ofNullable(request.gpuSecondsPerDay()),
                                                Optional.ofNullable(request.gpuSecondsPerMonth()))),
                                revokeOthers),
                        ServiceAccountsResource::describe)
                .map(made -> response("Token created. It is shown this once.", made));
    }

    @DELETE
    @Cancellable(false)
    @Path("/{user_id}")
    @Consumes(MediaType.WILDCARD)
    @ProblemResponses({ProblemType.ACCOUNT_CHANGED})
    @Operation(
            operationId = "endServiceAccount",
            summary = "End a service account; its tokens stop working at once",
            description = "Jobs that its workers hold wait again. Jobs that it submitted are kept for administrators.")
    public Uni<MessageResponse> end(@PathParam("user_id") String userId) {
        return audit.by(caller.get(), AuditAction.SERVICE_ACCOUNT_DELETE)
                .target(userId)
                .record(accounts.end(caller.account().userId(), userId))
                .replaceWith(new MessageResponse(true, "Service account " + userId + " ended"));
    }

    private static void describe(AuditEntryBuilder entry, AccountAndToken made) {
        TokenDetails.add(
                entry.detail("token_id", made.token().record().id()),
                made.token().record(),
                made.user().role());
    }

    private static ServiceAccountResponse response(String message, AccountAndToken made) {
        return new ServiceAccountResponse(
                true,
                message,
                PublicUser.of(made.user()),
                made.token().text(),
                TokenInfo.of(made.token().record(), made.user().role(), Optional.empty(), true));
    }
}
