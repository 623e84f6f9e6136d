package org.meshgate.accounts.login;

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
import org.meshgate.accounts.dto.MessageResponse;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.login.AccountService.UserAndToken;
import org.meshgate.accounts.login.dto.LoginRequest;
import org.meshgate.accounts.login.dto.LoginResponse;
import org.meshgate.accounts.token.TokenService;
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
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/** Login and logout (user management guide, "User Registration and Authentication"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
@RequiresScope(Scope.ACCOUNT)
public class LoginResource {

    private static final String NAME_TAG = "name_tag";

    private final LoginService logins;
    private final TokenService tokens;
    private final CurrentSession session;
    private final CurrentCaller caller;
    private final ClientAddressResolver clients;
    private final AuditTrail audit;
    private final UsernamePseudonyms usernamePseudonyms;

    LoginResource(
            LoginService logins,
            TokenService tokens,
            CurrentSession session,
            CurrentCaller caller,
            ClientAddressResolver clients,
            AuditTrail audit,
            UsernamePseudonyms usernamePseudonyms) {
        this.logins = logins;
        this.tokens = tokens;
        this.session = session;
        this.caller = caller;
        this.clients = clients;
        this.audit = audit;
        this.usernamePseudonyms = usernamePseudonyms;
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
        ClientContext clientContext = ClientContext.of(
                request, clients, userId -> entry.target(userId).without(NAME_TAG));
        return entry.record(
                        logins.login(credentials.username(), credentials.password(), clientContext),
                        LoginResource::addAccount)
                .map(LoginResource::loggedIn);
    }

    /** Adds the account that the client has proven to own, or has made. */
    static void addAccount(AuditEntryBuilder entry, UserAndToken made) {
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
}
