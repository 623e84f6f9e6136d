package org.meshgate.identity;

import io.smallrye.mutiny.Uni;

/** Tells what a token is worth. The seam behind which verified tokens can be remembered. */
public interface TokenVerifier {

    /**
     * Checks a token as a client sent it.
     *
     * @param token any text
     */
    Uni<TokenCheck> verify(String token);
}
