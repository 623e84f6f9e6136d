package org.meshgate.identity.verify;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.meshgate.identity.token.TokenVerification;

/** Verifies bearer tokens. */
public interface TokenVerifier {

    /**
     * Verifies a token from the cache; empty if a Redis lookup is needed.
     *
     * @param token any text
     */
    Optional<TokenVerification> recall(String token);

    /**
     * Verifies a token.
     *
     * @param token any text, as sent by the client
     */
    Uni<TokenVerification> verify(String token);
}
