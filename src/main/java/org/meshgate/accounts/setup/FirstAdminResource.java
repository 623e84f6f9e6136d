package org.meshgate.accounts.setup;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.login.ClientContext;
import org.meshgate.accounts.login.NewSessions;
import org.meshgate.accounts.setup.dto.CreateFirstAdminRequest;
import org.meshgate.accounts.setup.dto.FirstAdminResponse;
import org.meshgate.accounts.setup.dto.FirstAdminStatus;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.Public;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.session.PageOrigin;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/**
 * The first administrator, for the console on the machine of the server. Everywhere else {@code meshgate create-admin} makes
 * administrators.
 */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/first-admin")
@AccountsOnly
@Public
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class FirstAdminResource {

    private final FirstAdminService service;
    private final LocalBrowser local;
    private final ClientAddressResolver clients;
    private final AuditTrail audit;
    private final NewSessions sessions;

    FirstAdminResource(
            FirstAdminService service,
            LocalBrowser local,
            ClientAddressResolver clients,
            AuditTrail audit,
            NewSessions sessions) {
        this.service = service;
        this.local = local;
        this.clients = clients;
        this.audit = audit;
        this.sessions = sessions;
    }

    @GET
    @SecurityRequirements
    @Operation(operationId = "getFirstAdminStatus", summary = "Whether the first administrator is still to be made")
    public Uni<FirstAdminStatus> status(@Context RoutingContext request) {
        return service.needed().map(needed -> new FirstAdminStatus(needed, needed && local.sent(request.request())));
    }

    @POST
    @Cancellable(false)
    @Consumes(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @ProblemResponses({
        ProblemType.ADMIN_EXISTS,
        ProblemType.EMAIL_TAKEN,
        ProblemType.LOCAL_ONLY,
        ProblemType.USERNAME_TAKEN
    })
    @Operation(
            operationId = "createFirstAdmin",
            summary = "Make the first administrator, in the console on the machine of the server",
            description = "Only from a loopback address to a loopback host, without a proxy, by a page of this server,"
                    + " and only while there is no administrator. The session is in a cookie.")
    public Uni<FirstAdminResponse> create(@NotNull CreateFirstAdminRequest given, @Context RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!local.sent(request) || !PageOrigin.isOwnPage(request)) {
            throw ProblemType.LOCAL_ONLY.exception();
        }
        return audit.anonymous(AuditAction.FIRST_ADMIN_CREATE)
                .record(
                        service.create(
                                new NewAccount(given.username(), given.email(), given.password()),
                                ClientContext.of(context, clients)),
                        (entry, made) -> entry.actor(
                                        made.user().id(), made.token().record().id())
                                .target(made.user().id()))
                .invoke(made -> sessions.hand(made.token(), true, context))
                .map(made -> new FirstAdminResponse(true, "Administrator created.", PublicUser.of(made.user())));
    }
}
