package org.meshgate.identity.verify;

import io.smallrye.mutiny.Uni;
import org.meshgate.http.ClientAddress;
import org.meshgate.identity.token.TokenVerification;

/** Verifies bearer tokens. */
public interface TokenVerifier {

    /**
     * Verifies a token, from the cache if possible.
     *
     * @param token any text, as sent by the client
     * @param client address of the client
     */
    Verification verify(String token, ClientAddress client);

    /** How a token is verified: at once, or by a lookup in Redis. */
    sealed interface Verification {

        /** The result; a lookup begins with the subscription. */
        Uni<TokenVerification> result();
    }

    /** A result without a lookup: the token is cached, or its format is invalid. */
    record Known(TokenVerification verification) implements Verification {

        @Override
        public Uni<TokenVerification> result() {
            return Uni.createFrom().item(verification);
        }
    }

    /** A lookup in Redis that begins with the subscription, so that the request can be counted before it. */
    record Pending(Uni<TokenVerification> result) implements Verification {}
}
