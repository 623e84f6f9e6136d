package org.meshgate.accounts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.AccountService.UserAndToken;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.Public;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.ClientAddresses;
import org.meshgate.identity.CurrentSession;
import org.meshgate.identity.LastUses;
import org.meshgate.identity.TokenCheck;

/** Registration, login and the own profile (user management guide, "User Registration and Authentication"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
@RequiresScope(Scope.ACCOUNT)
public class UsersResource {

    private final AccountService accounts;
    private final TokenService tokens;
    private final CurrentSession session;
    private final LastUses lastUses;
    private final ClientAddresses clients;
    private final Clock clock;

    UsersResource(
            AccountService accounts,
            TokenService tokens,
            CurrentSession session,
            LastUses lastUses,
            ClientAddresses clients,
            Clock clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.session = session;
        this.lastUses = lastUses;
        this.clients = clients;
        this.clock = clock;
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
    @Operation(summary = "Make an account")
    public Uni<Registered> register(@NotNull NewAccount account, @Context RoutingContext request) {
        return accounts.register(account, visitor(request))
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
    @Operation(summary = "Get a token for a username or e-mail address and the password")
    public Uni<LoggedIn> login(@NotNull @Valid Credentials credentials, @Context RoutingContext request) {
        return accounts.login(credentials.username(), credentials.password(), visitor(request))
                .map(UsersResource::loggedIn);
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
    @Operation(summary = "Revoke the token that this request carries")
    public Uni<Done> logout() {
        TokenCheck.Valid current = session.get();
        return tokens.revoke(current.user().id(), current.token().id())
                .replaceWith(new Done(true, "Logged out. The token is revoked."));
    }

    @GET
    @Path("/me")
    @Operation(summary = "The own profile and the token in use")
    public Uni<Profile> me() {
        TokenCheck.Valid current = session.get();
        return Uni.createFrom()
                .item(new Profile(
                        true,
                        PublicUser.of(current.user()),
                        TokenInfo.of(
                                current.token(),
                                current.user().role(),
                                lastUses.of(current.token().id()),
                                clock.instant())));
    }

    @PUT
    @Cancellable(false)
    @Path("/me/password")
    @Operation(summary = "Change the own password; other logins end")
    public Uni<PasswordChanged> changePassword(@NotNull @Valid PasswordChange change, @Context RoutingContext request) {
        return accounts.changePassword(
                        session.get(),
                        change.oldPassword(),
                        change.newPassword(),
                        change.revokeApiTokens(),
                        visitor(request))
                .map(revoked -> new PasswordChanged(true, "Password changed successfully", revoked));
    }

    private Visitor visitor(RoutingContext request) {
        return new Visitor(clients.of(request).network(), request.response()::closed);
    }
}
