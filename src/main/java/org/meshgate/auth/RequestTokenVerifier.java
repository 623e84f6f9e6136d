package org.meshgate.auth;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.identity.verify.TokenVerifier;

/** Verifies the token of a request for the address of its client, behind trusted proxies the forwarded one. */
@ApplicationScoped
class RequestTokenVerifier {

    private final TokenVerifier verifier;
    private final ClientAddressResolver clients;

    RequestTokenVerifier(TokenVerifier verifier, ClientAddressResolver clients) {
        this.verifier = verifier;
        this.clients = clients;
    }

    /** Verifies a token, from the cache if possible. */
    TokenVerifier.Verification verify(String token, RoutingContext request) {
        return verifier.verify(token, clients.of(request));
    }
}
