package org.meshgate.accounts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.AccountService.UserAndToken;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.audit.Audited;
import org.meshgate.audit.NameTags;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.Public;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.ClientAddresses;
import org.meshgate.identity.CurrentSession;
import org.meshgate.identity.LastUses;
import org.meshgate.identity.TokenCheck;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/** Registration, login and the own profile (user management guide, "User Registration and Authentication"). */
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
    private final LastUses lastUses;
    private final ClientAddresses clients;
    private final AccountDeletion deletion;
    private final CurrentCaller caller;
    private final AuditTrail audit;
    private final NameTags nameTags;

    UsersResource(
            AccountService accounts,
            TokenService tokens,
            CurrentSession session,
            LastUses lastUses,
            ClientAddresses clients,
            AccountDeletion deletion,
            CurrentCaller caller,
            AuditTrail audit,
            NameTags nameTags) {
        this.deletion = deletion;
        this.caller = caller;
        this.audit = audit;
        this.nameTags = nameTags;
        this.accounts = accounts;
        this.tokens = tokens;
        this.session = session;
        this.lastUses = lastUses;
        this.clients = clients;
    }

    /**
     * What somebody gives to get an account.
     *
     * @param inviteCode needed where registration is by invitation
     */
    @Schema(requiredProperties = {"username", "email", "password"})
    public record Registration(
            String username,
            String email,
            String password,
            @JsonProperty("invite_code") String inviteCode) {
        @Override
        public String toString() {
            return "Registration[" + username + "]";
        }
    }

    /** The answer to a registration: the guide's fields, and the token that today's clients read. */
    public record Registered(
            boolean success,
            String message,
            PublicUser user,
            String token,
            @JsonProperty("token_name") String tokenName) {
        @Override
        public String toString() {
            return "Registered[" + user + "]";
        }
    }

    /** What a login gives: a username or e-mail address, and the password. */
    public record Credentials(
            @NotNull(message = "is required") @Size(max = 1024, message = "is too long")
            String username,

            @NotNull(message = "is required") @Size(max = 1024, message = "is too long")
            String password) {
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    /** The answer to a login. */
    public record LoggedIn(
            PublicUser user,
            String token,
            @JsonProperty("token_name") String tokenName,
            String message,
            @JsonProperty("expires_at") Optional<Instant> expiresAt) {
        @Override
        public String toString() {
            return "LoggedIn[" + user + "]";
        }
    }

    /** The own profile, and the public form of the token that asked for it. */
    public record Profile(boolean success, PublicUser user, TokenInfo token) {}

    /** A change of the password; other login tokens end, API tokens only when asked for. */
    public record PasswordChange(
            @NotNull(message = "is required") @Size(max = 1024, message = "is too long") @JsonProperty("old_password")
            String oldPassword,

            @NotNull(message = "is required") @JsonProperty("new_password")
            String newPassword,

            @JsonProperty("revoke_api_tokens") boolean revokeApiTokens) {
        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    /** The end of an account, which needs its password. */
    public record Farewell(
            @NotNull(message = "is required") @Size(max = 1024, message = "is too long")
            String password) {
        @Override
        public String toString() {
            return "Farewell[]";
        }
    }

    /** How many other tokens a change of the password ended. */
    public record PasswordChanged(
            boolean success,
            String message,
            @JsonProperty("revoked_tokens") int revokedTokens) {}

    /** That something was done. */
    public record Done(boolean success, String message) {}

    @POST
    @Cancellable(false)
    @Path("/register")
    @Public
    @SecurityRequirements
    @ProblemResponses({ProblemType.USERNAME_TAKEN, ProblemType.EMAIL_TAKEN})
    @Operation(operationId = "register", summary = "Make an account")
    public Uni<Registered> register(@NotNull Registration wanted, @Context RoutingContext request) {
        return audit.anonymous(AuditAction.REGISTER)
                .record(
                        accounts.register(
                                new NewAccount(wanted.username(), wanted.email(), wanted.password()),
                                Optional.ofNullable(wanted.inviteCode()),
                                visitor(request, userId -> {})),
                        UsersResource::tellAccount)
                .map(made -> new Registered(
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
    public Uni<LoggedIn> login(@NotNull @Valid Credentials credentials, @Context RoutingContext request) {
        Audited entry = audit.anonymous(AuditAction.LOGIN).detail(NAME_TAG, nameTags.of(credentials.username()));
        Visitor visitor = visitor(request, userId -> entry.target(userId).without(NAME_TAG));
        return entry.record(
                        accounts.login(credentials.username(), credentials.password(), visitor),
                        UsersResource::tellAccount)
                .map(UsersResource::loggedIn);
    }

    private static void tellAccount(Audited entry, UserAndToken made) {
        entry.actor(made.user().id(), made.token().record().id())
                .target(made.user().id());
    }

    private static LoggedIn loggedIn(UserAndToken made) {
        return new LoggedIn(
                PublicUser.of(made.user()),
                made.token().text(),
                made.token().record().name(),
                "Login successful. Use this token in Authorization header.",
                made.token().record().expiry());
    }

    @POST
    @Cancellable(false)
    @Path("/logout")
    @AnyScope
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "logout", summary = "Revoke the token that this request carries")
    public Uni<Done> logout() {
        TokenCheck.Valid current = session.get();
        return audit.by(caller.get(), AuditAction.LOGOUT)
                .target(current.token().id())
                .record(tokens.revoke(current.user().id(), current.token().id()))
                .replaceWith(new Done(true, "Logged out. The token is revoked."));
    }

    @GET
    @Path("/me")
    @NonBlocking // all of it is known when the token is
    @Operation(operationId = "getProfile", summary = "The own profile and the token in use")
    public Profile me() {
        TokenCheck.Valid current = session.get();
        return new Profile(
                true,
                PublicUser.of(current.user()),
                TokenInfo.of(
                        current.token(),
                        current.user().role(),
                        lastUses.of(current.token().id()),
                        true));
    }

    @PUT
    @Cancellable(false)
    @Path("/me/password")
    @ProblemResponses({ProblemType.ACCOUNT_CHANGED})
    @Operation(operationId = "changePassword", summary = "Change the own password; other logins end")
    public Uni<PasswordChanged> changePassword(@NotNull @Valid PasswordChange change, @Context RoutingContext request) {
        return audit.by(caller.get(), AuditAction.PASSWORD_CHANGE)
                .target(caller.account().userId())
                .record(
                        accounts.changePassword(
                                session.get(),
                                change.oldPassword(),
                                change.newPassword(),
                                change.revokeApiTokens(),
                                visitor(request, userId -> {})),
                        (entry, revoked) -> entry.detail("revoked_tokens", revoked.toString()))
                .map(revoked -> new PasswordChanged(true, "Password changed successfully", revoked));
    }

    @DELETE
    @Cancellable(false)
    @Path("/me")
    @ProblemResponses({ProblemType.ACCOUNT_CHANGED, ProblemType.LAST_ADMIN})
    @Operation(
            operationId = "deleteAccount",
            summary = "Delete the own account; its tokens end, and jobs that wait are cancelled",
            description = "Other jobs can be seen by administrators only. The last active administrator stays.")
    public Uni<Done> leave(@NotNull @Valid Farewell farewell, @Context RoutingContext request) {
        String userId = caller.account().userId();
        return audit.by(caller.get(), AuditAction.ACCOUNT_DELETE)
                .target(userId)
                .record(deletion.delete(caller.account(), farewell.password(), visitor(request, known -> {})))
                .replaceWith(new Done(true, "Account deleted successfully"));
    }

    private Visitor visitor(RoutingContext request, Consumer<String> means) {
        return new Visitor(clients.of(request).network(), request.response()::closed, means);
    }
}
