package org.meshgate.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.meshgate.http.RequestInfo;
import org.meshgate.http.session.SessionCookie;
import org.meshgate.problem.TokenRequiredException;

/** The token that a request carries: in its {@code Authorization} header, or without that in the {@link SessionCookie}. */
@ApplicationScoped
class RequestTokens {

    private final SessionCookie cookie;

    RequestTokens(SessionCookie cookie) {
        this.cookie = cookie;
    }

    /** The token; empty when there is none, or the header is malformed. */
    Optional<String> find(ResteasyReactiveContainerRequestContext context) {
        List<String> headers = context.getHeaders().get(HttpHeaders.AUTHORIZATION);
        return headers == null ? cookie.token(RequestInfo.routing(context).request()) : BearerToken.find(headers);
    }

    /**
     * The token.
     *
     * @throws TokenRequiredException when there is none, or the header is malformed
     */
    String of(ResteasyReactiveContainerRequestContext context) {
        return find(context).orElseGet(() -> bearer(context));
    }

    /**
     * The token of the header alone.
     *
     * @throws TokenRequiredException when there is none, or the header is malformed
     */
    String bearer(ResteasyReactiveContainerRequestContext context) {
        return BearerToken.of(context.getHeaders().get(HttpHeaders.AUTHORIZATION));
    }
}
