package org.meshgate.accounts.login;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.dto.MessageResponse;
import org.meshgate.accounts.login.dto.ChangePasswordRequest;
import org.meshgate.accounts.login.dto.ChangePasswordResponse;
import org.meshgate.accounts.login.dto.DeleteAccountRequest;
import org.meshgate.accounts.login.dto.ProfileResponse;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.identity.token.CurrentSession;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/** The caller's account (user management guide, "User Registration and Authentication"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
@RequiresScope(Scope.ACCOUNT)
public class ProfileResource {

    private final PasswordChange passwordChange;
    private final AccountDeletion accountDeletion;
    private final CurrentSession session;
    private final CurrentProfile profile;
    private final CurrentCaller caller;
    private final ClientAddressResolver clients;
    private final AuditTrail audit;

    ProfileResource(
            PasswordChange passwordChange,
            AccountDeletion accountDeletion,
            CurrentSession session,
            CurrentProfile profile,
            CurrentCaller caller,
            ClientAddressResolver clients,
            AuditTrail audit) {
        this.passwordChange = passwordChange;
        this.accountDeletion = accountDeletion;
        this.session = session;
        this.profile = profile;
        this.caller = caller;
        this.clients = clients;
        this.audit = audit;
    }

    @GET
    @Path("/me")
    @Operation(
            operationId = "getProfile",
            summary = "The own profile, the token in use, and what is left of the budgets of both",
            description = "A budget with warning is used up or reserved to 80 percent or more.")
    public Uni<ProfileResponse> me() {
        return profile.read();
    }

    @PUT
    @Cancellable(false)
    @Path("/me/password")
    @ProblemResponses({ProblemType.ACCOUNT_CHANGED, ProblemType.SERVICE_ACCOUNT})
    @Operation(operationId = "changePassword", summary = "Change the own password; other logins end")
    public Uni<ChangePasswordResponse> changePassword(
            @NotNull @Valid ChangePasswordRequest change, @Context RoutingContext request) {
        return audit.by(caller.get(), AuditAction.PASSWORD_CHANGE)
                .target(caller.account().userId())
                .record(
                        passwordChange.change(
                                session.get(),
                                change.oldPassword(),
                                change.newPassword(),
                                change.revokeApiTokens(),
                                ClientContext.of(request, clients)),
                        (entry, revoked) -> entry.detail("revoked_tokens", revoked.toString()))
                .map(revoked -> new ChangePasswordResponse(true, "Password changed successfully", revoked));
    }

    @DELETE
    @Cancellable(false)
    @Path("/me")
    @ProblemResponses({ProblemType.ACCOUNT_CHANGED, ProblemType.LAST_ADMIN, ProblemType.SERVICE_ACCOUNT})
    @Operation(
            operationId = "deleteAccount",
            summary = "Delete the own account; its tokens end, and jobs that wait are cancelled",
            description = "Other jobs can be seen by administrators only. The last active administrator stays.")
    public Uni<MessageResponse> deleteAccount(
            @NotNull @Valid DeleteAccountRequest confirmation, @Context RoutingContext request) {
        String userId = caller.account().userId();
        return audit.by(caller.get(), AuditAction.ACCOUNT_DELETE)
                .target(userId)
                .record(accountDeletion.delete(
                        caller.account(), confirmation.password(), ClientContext.of(request, clients)))
                .replaceWith(new MessageResponse(true, "Account deleted successfully"));
    }
}
