package org.meshgate.identity;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Tells what a token is worth. */
public interface TokenVerifier {

    /**
     * What is known of a token without asking anybody; empty when Redis must be asked.
     *
     * @param token any text
     */
    Optional<TokenCheck> recall(String token);

    /**
     * Checks a token as a client sent it.
     *
     * @param token any text
     */
    Uni<TokenCheck> verify(String token);
}
