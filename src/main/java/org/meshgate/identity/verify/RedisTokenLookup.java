package org.meshgate.identity.verify;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.legacy.LegacyTokens;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.store.UserStore.TokenAndOwner;

/** Looks tokens up in Redis: one round trip, or two for the first use of a token issued by 3DAIGC-API. */
@ApplicationScoped
class RedisTokenLookup implements TokenLookup {

    private final UserStore store;
    private final LegacyTokens legacyTokens;

    RedisTokenLookup(UserStore store, LegacyTokens legacyTokens) {
        this.store = store;
        this.legacyTokens = legacyTokens;
    }

    @Override
    public Uni<Optional<TokenAndOwner>> find(String token) {
        return TokenFormat.wellFormed(token) ? store.findToken(token) : legacyTokens.use(token);
    }
}
