package org.meshgate.identity.verify;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.meshgate.identity.store.UserStore.TokenAndOwner;

/** Finds the record of a token and its owner, without judging their validity. */
interface TokenLookup {

    /**
     * Finds a token.
     *
     * @param token text with the format of a current or legacy token
     */
    Uni<Optional<TokenAndOwner>> find(String token);
}
