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
import org.meshgate.accounts.login.dto.RegisterRequest;
import org.meshgate.accounts.login.dto.RegisterResponse;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.Public;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/** Registration (user management guide, "User Registration and Authentication"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
@RequiresScope(Scope.ACCOUNT)
public class RegistrationResource {

    private final AccountService accounts;
    private final ClientAddressResolver clients;
    private final AuditTrail audit;
    private final NewSessions sessions;

    RegistrationResource(
            AccountService accounts, ClientAddressResolver clients, AuditTrail audit, NewSessions sessions) {
        this.accounts = accounts;
        this.clients = clients;
        this.audit = audit;
        this.sessions = sessions;
    }

    @POST
    @Cancellable(false)
    @Path("/register")
    @Public
    @SecurityRequirements
    @ProblemResponses({ProblemType.USERNAME_TAKEN, ProblemType.EMAIL_TAKEN, ProblemType.ORIGIN_NOT_ALLOWED})
    @Operation(operationId = "register", summary = "Make an account")
    public Uni<RegisterResponse> register(
            @NotNull @Valid RegisterRequest registration, @Context RoutingContext request) {
        NewSessions.check(registration.inCookie(), request);
        return audit.anonymous(AuditAction.REGISTER)
                .record(
                        accounts.register(
                                new NewAccount(registration.username(), registration.email(), registration.password()),
                                Optional.ofNullable(registration.inviteCode()),
                                ClientContext.of(request, clients)),
                        LoginResource::addAccount)
                .map(made -> new RegisterResponse(
                        true,
                        "User registered successfully. Please login to get an API token.",
                        PublicUser.of(made.user()),
                        sessions.hand(made.token(), registration.inCookie(), request),
                        made.token().record().name()));
    }
}
