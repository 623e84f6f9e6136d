package org.meshgate.identity.verify;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.meshgate.identity.store.UserStore.TokenAndOwner;

/** Finds the record of a token and its owner, whatever they are worth. */
interface TokenLookup {

    /**
     * Looks for a token.
     *
     * @param token a text with the form of a token, new or old
     */
    Uni<Optional<TokenAndOwner>> find(String token);
}
