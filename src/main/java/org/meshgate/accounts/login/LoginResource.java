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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.login.AccountService.UserAndToken;
import org.meshgate.accounts.login.dto.LoginRequest;
import org.meshgate.accounts.login.dto.LoginResponse;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditEntryBuilder;
import org.meshgate.audit.AuditTrail;
import org.meshgate.audit.UsernamePseudonyms;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.Public;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/** Login (user management guide, "User Registration and Authentication"). */
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
    private final ClientAddressResolver clients;
    private final AuditTrail audit;
    private final UsernamePseudonyms usernamePseudonyms;
    private final NewSessions sessions;

    LoginResource(
            LoginService logins,
            ClientAddressResolver clients,
            AuditTrail audit,
            UsernamePseudonyms usernamePseudonyms,
            NewSessions sessions) {
        this.logins = logins;
        this.clients = clients;
        this.audit = audit;
        this.usernamePseudonyms = usernamePseudonyms;
        this.sessions = sessions;
    }

    @POST
    @Cancellable(false)
    @Path("/login")
    @Public
    @SecurityRequirements
    @ProblemResponses({ProblemType.INVALID_CREDENTIALS, ProblemType.ACCOUNT_DISABLED, ProblemType.ORIGIN_NOT_ALLOWED})
    @Operation(
            operationId = "login",
            summary = "Get a token for a username or e-mail address and the password",
            description =
                    "With \"session\": \"cookie\" the token is set as a cookie, which counts only on requests of this"
                            + " server's own pages and never beside an Authorization header.")
    public Uni<LoginResponse> login(@NotNull @Valid LoginRequest credentials, @Context RoutingContext request) {
        NewSessions.check(credentials.inCookie(), request);
        AuditEntryBuilder entry =
                audit.anonymous(AuditAction.LOGIN).detail(NAME_TAG, usernamePseudonyms.of(credentials.username()));
        ClientContext clientContext = ClientContext.of(
                request, clients, userId -> entry.target(userId).without(NAME_TAG));
        return entry.record(
                        logins.login(credentials.username(), credentials.password(), clientContext),
                        LoginResource::addAccount)
                .map(made -> loggedIn(made, sessions.hand(made.token(), credentials.inCookie(), request)));
    }

    /** Adds the account that the client has proven to own, or has made. */
    static void addAccount(AuditEntryBuilder entry, UserAndToken made) {
        entry.actor(made.user().id(), made.token().record().id())
                .target(made.user().id());
    }

    private static LoginResponse loggedIn(UserAndToken made, Optional<String> token) {
        return new LoginResponse(
                PublicUser.of(made.user()),
                token,
                made.token().record().name(),
                token.isPresent()
                        ? "Login successful. Use this token in Authorization header."
                        : "Login successful. The token is in the session cookie.",
                made.token().record().expiry());
    }
}
