package org.meshgate.auth;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.meshgate.caller.AccessWatch;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.http.ClientAddress;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.RequestInfo;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.CurrentSession;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.user.User;
import org.meshgate.identity.verify.AccessMonitor;

/**
 * Sets the caller of the current request, for resources and the access log, and how to notice that access has ended.
 */
@ApplicationScoped
class CallerAdmission {

    private final CurrentCaller currentCaller;
    private final CurrentSession currentSession;
    private final AccessMonitor monitor;
    private final LinkVerifier links;
    private final ClientAddressResolver clients;
    private final TokenExpiryHeader expiryHeader;

    CallerAdmission(
            CurrentCaller currentCaller,
            CurrentSession currentSession,
            AccessMonitor monitor,
            LinkVerifier links,
            ClientAddressResolver clients,
            TokenExpiryHeader expiryHeader) {
        this.clients = clients;
        this.expiryHeader = expiryHeader;
        this.currentCaller = currentCaller;
        this.currentSession = currentSession;
        this.monitor = monitor;
        this.links = links;
    }

    /** Admits a caller with a valid token. */
    void byToken(TokenVerification.Valid session, String token, ResteasyReactiveContainerRequestContext context) {
        currentSession.set(session);
        RoutingContext routing = RequestInfo.routing(context);
        admit(
                account(session.user(), session.token()),
                new SessionAccess(monitor, session, token, clients.of(routing)),
                context);
        expiryHeader.add(session.token(), routing.response());
    }

    /** Names the owner of a token that is refused, for the audit and the access log, without admitting the caller. */
    void refused(TokenVerification.NetworkNotAllowed refusal, RoutingContext routing) {
        RequestInfo.caller(routing, account(refusal.user(), refusal.token()));
    }

    private static Caller account(User user, ApiToken token) {
        return new Caller.Account(
                user.id(), user.username(), user.role(), token.id(), token.scopes(user.role()), token.budget());
    }

    /** Admits a caller with a valid link for one path. */
    void byLink(
            Caller caller, String path, SignedLinkParameters link, ResteasyReactiveContainerRequestContext context) {
        Optional<String> viewer =
                caller instanceof Caller.Account account ? Optional.of(account.userId()) : Optional.empty();
        Instant end = Instant.ofEpochSecond(Long.parseLong(link.exp()));
        AccessWatch access = new AccessWatch() {
            @Override
            public Runnable begin(Runnable lost) {
                return monitor.watchLink(viewer, end, this::admitted, lost);
            }

            @Override
            public Uni<Boolean> admitted() {
                return links.stillOpens(path, link, caller);
            }
        };
        admit(caller, access, context);
    }

    /**
     * Admits a caller whose access needs no watching: by a valid folder link, none of whose routes sends long
     * responses, or in simple mode.
     */
    void unwatched(Caller caller, ResteasyReactiveContainerRequestContext context) {
        admit(caller, AccessWatch.NONE, context);
    }

    private void admit(Caller caller, AccessWatch access, ResteasyReactiveContainerRequestContext context) {
        currentCaller.set(caller, access);
        RequestInfo.caller(RequestInfo.routing(context), caller);
    }

    private record SessionAccess(
            AccessMonitor monitor, TokenVerification.Valid session, String token, ClientAddress client)
            implements AccessWatch {

        @Override
        public Runnable begin(Runnable lost) {
            return monitor.watchSession(session, token, client, lost);
        }

        @Override
        public Uni<Boolean> admitted() {
            return monitor.admits(session, token, client);
        }

        /** Omits the token. */
        @Override
        public String toString() {
            return "SessionAccess[" + session.token().id() + "]";
        }
    }
}
