package org.meshgate.accounts.login;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.dto.MessageResponse;
import org.meshgate.accounts.token.TokenService;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.http.session.SessionCookie;
import org.meshgate.identity.token.CurrentSession;
import org.meshgate.identity.token.TokenVerification;

/** Logout (user management guide, "User Registration and Authentication"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Users")
@AnyScope(workers = true)
public class LogoutResource {

    private final TokenService tokens;
    private final CurrentSession session;
    private final CurrentCaller caller;
    private final AuditTrail audit;
    private final SessionCookie cookie;

    LogoutResource(
            TokenService tokens, CurrentSession session, CurrentCaller caller, AuditTrail audit, SessionCookie cookie) {
        this.tokens = tokens;
        this.session = session;
        this.caller = caller;
        this.audit = audit;
        this.cookie = cookie;
    }

    @POST
    @Cancellable(false)
    @Path("/logout")
    @Operation(
            operationId = "logout",
            summary = "Revoke the token that this request carries",
            description = "Removes the session cookie, too.")
    public Uni<MessageResponse> logout(@Context RoutingContext request) {
        TokenVerification.Valid current = session.get();
        return audit.by(caller.get(), AuditAction.LOGOUT)
                .target(current.token().id())
                .record(tokens.revoke(current.user().id(), current.token().id()))
                .invoke(() -> cookie.clear(request.request()))
                .replaceWith(new MessageResponse(true, "Logged out. The token is revoked."));
    }
}
