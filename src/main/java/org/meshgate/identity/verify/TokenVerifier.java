package org.meshgate.identity.verify;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.meshgate.identity.token.TokenVerification;

/** Tells what a token is worth. */
public interface TokenVerifier {

    /**
     * What is known of a token without asking anybody; empty when Redis must be asked.
     *
     * @param token any text
     */
    Optional<TokenVerification> recall(String token);

    /**
     * Checks a token as a client sent it.
     *
     * @param token any text
     */
    Uni<TokenVerification> verify(String token);
}
