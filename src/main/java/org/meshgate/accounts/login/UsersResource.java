package org.meshgate.accounts.login;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.dto.MessageResponse;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.dto.TokenInfo;
import org.meshgate.accounts.login.AccountService.UserAndToken;
import org.meshgate.accounts.login.dto.ChangePasswordRequest;
import org.meshgate.accounts.login.dto.ChangePasswordResponse;
import org.meshgate.accounts.login.dto.DeleteAccountRequest;
import org.meshgate.accounts.login.dto.LoginRequest;
import org.meshgate.accounts.login.dto.LoginResponse;
import org.meshgate.accounts.login.dto.ProfileResponse;
import org.meshgate.accounts.login.dto.RegisterRequest;
import org.meshgate.accounts.login.dto.RegisterResponse;
import org.meshgate.accounts.token.TokenService;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditEntryBuilder;
import org.meshgate.audit.AuditTrail;
import org.meshgate.audit.UsernamePseudonyms;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.Public;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.identity.token.CurrentSession;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.verify.TokenUsageTracker;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/** Registration, login and the caller's profile (user management guide, "User Registration and Authentication"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
@RequiresScope(Scope.ACCOUNT)
public class UsersResource {

    private static final String NAME_TAG = "name_tag";

    private final AccountService accounts;
    private final TokenService tokens;
    private final CurrentSession session;
    private final TokenUsageTracker tokenUsageTracker;
    private final ClientAddressResolver clients;
    private final AccountDeletion accountDeletion;
    private final CurrentCaller caller;
    private final AuditTrail audit;
    private final UsernamePseudonyms usernamePseudonyms;

    UsersResource(
            AccountService accounts,
            TokenService tokens,
            CurrentSession session,
            TokenUsageTracker tokenUsageTracker,
            ClientAddressResolver clients,
            AccountDeletion accountDeletion,
            CurrentCaller caller,
            AuditTrail audit,
            UsernamePseudonyms usernamePseudonyms) {
        this.accountDeletion = accountDeletion;
        this.caller = caller;
        this.audit = audit;
        this.usernamePseudonyms = usernamePseudonyms;
        this.accounts = accounts;
        this.tokens = tokens;
        this.session = session;
        this.tokenUsageTracker = tokenUsageTracker;
        this.clients = clients;
    }

    @POST
    @Cancellable(false)
    @Path("/register")
    @Public
    @SecurityRequirements
    @ProblemResponses({ProblemType.USERNAME_TAKEN, ProblemType.EMAIL_TAKEN})
    @Operation(operationId = "register", summary = "Make an account")
    public Uni<RegisterResponse> register(@NotNull RegisterRequest registration, @Context RoutingContext request) {
        return audit.anonymous(AuditAction.REGISTER)
                .record(
                        accounts.register(
                                new NewAccount(registration.username(), registration.email(), registration.password()),
                                Optional.ofNullable(registration.inviteCode()),
                                clientContext(request, userId -> {})),
                        UsersResource::addAccount)
                .map(made -> new RegisterResponse(
                        true,
                        "User registered successfully. Please login to get an API token.",
                        PublicUser.of(made.user()),
                        made.token().text(),
                        made.token().record().name()));
    }

    @POST
    @Cancellable(false)
    @Path("/login")
    @Public
    @SecurityRequirements
    @ProblemResponses({ProblemType.INVALID_CREDENTIALS, ProblemType.ACCOUNT_DISABLED})
    @Operation(operationId = "login", summary = "Get a token for a username or e-mail address and the password")
    public Uni<LoginResponse> login(@NotNull @Valid LoginRequest credentials, @Context RoutingContext request) {
        AuditEntryBuilder entry =
                audit.anonymous(AuditAction.LOGIN).detail(NAME_TAG, usernamePseudonyms.of(credentials.username()));
        ClientContext clientContext =
                clientContext(request, userId -> entry.target(userId).without(NAME_TAG));
        return entry.record(
                        accounts.login(credentials.username(), credentials.password(), clientContext),
                        UsersResource::addAccount)
                .map(UsersResource::loggedIn);
    }

    private static void addAccount(AuditEntryBuilder entry, UserAndToken made) {
        entry.actor(made.user().id(), made.token().record().id())
                .target(made.user().id());
    }

    private static LoginResponse loggedIn(UserAndToken made) {
        return new LoginResponse(
                PublicUser.of(made.user()),
                made.token().text(),
                made.token().record().name(),
                "Login successful. Use this token in Authorization header.",
                made.token().record().expiry());
    }

    @POST
    @Cancellable(false)
    @Path("/logout")
    @AnyScope(workers = true)
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "logout", summary = "Revoke the token that this request carries")
    public Uni<MessageResponse> logout() {
        TokenVerification.Valid current = session.get();
        return audit.by(caller.get(), AuditAction.LOGOUT)
                .target(current.token().id())
                .record(tokens.revoke(current.user().id(), current.token().id()))
                .replaceWith(new MessageResponse(true, "Logged out. The token is revoked."));
    }

    @GET
    @Path("/me")
    @NonBlocking // the verified token carries all the data
    @Operation(operationId = "getProfile", summary = "The own profile and the token in use")
    public ProfileResponse me() {
        TokenVerification.Valid current = session.get();
        return new ProfileResponse(
                true,
                PublicUser.of(current.user()),
                TokenInfo.of(
                        current.token(),
                        current.user().role(),
                        tokenUsageTracker.of(current.token().id()),
                        true));
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
                        accounts.changePassword(
                                session.get(),
                                change.oldPassword(),
                                change.newPassword(),
                                change.revokeApiTokens(),
                                clientContext(request, userId -> {})),
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
                        caller.account(), confirmation.password(), clientContext(request, known -> {})))
                .replaceWith(new MessageResponse(true, "Account deleted successfully"));
    }

    private ClientContext clientContext(RoutingContext request, Consumer<String> onAccountResolved) {
        return new ClientContext(clients.of(request).network(), request.response()::closed, onAccountResolved);
    }
}
