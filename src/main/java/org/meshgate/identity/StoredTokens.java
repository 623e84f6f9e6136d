package org.meshgate.identity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.identity.IdentityStore.TokenAndOwner;

/** Tokens in Redis: one round trip for each question, two at the first use of one that 3DAIGC-API made. */
@ApplicationScoped
class StoredTokens implements TokenLookup {

    private final IdentityStore store;
    private final OldTokens oldTokens;

    StoredTokens(IdentityStore store, OldTokens oldTokens) {
        this.store = store;
        this.oldTokens = oldTokens;
    }

    @Override
    public Uni<Optional<TokenAndOwner>> find(String token) {
        return TokenFormat.wellFormed(token) ? store.findToken(token) : oldTokens.use(token);
    }
}
