package org.meshgate.identity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.meshgate.identity.IdentityStore.TokenAndOwner;

/**
 * Asks Redis about every token, in one round trip (two at the first use of one that 3DAIGC-API made); a text that cannot be
 * a token is refused without asking.
 */
@ApplicationScoped
class StoredTokenVerifier implements TokenVerifier {

    private static final TokenCheck INVALID = new TokenCheck.Invalid();
    private static final TokenCheck EXPIRED = new TokenCheck.Expired();

    private final IdentityStore store;
    private final OldTokens oldTokens;
    private final LastUses lastUses;
    private final IdleLogins idleLogins;
    private final Clock clock;

    StoredTokenVerifier(
            IdentityStore store, OldTokens oldTokens, LastUses lastUses, IdleLogins idleLogins, Clock clock) {
        this.store = store;
        this.oldTokens = oldTokens;
        this.lastUses = lastUses;
        this.idleLogins = idleLogins;
        this.clock = clock;
    }

    @Override
    public Uni<TokenCheck> verify(String token) {
        if (TokenFormat.wellFormed(token)) {
            return store.findToken(token).map(found -> found.map(this::judge).orElse(INVALID));
        }
        if (TokenFormat.isOld(token)) {
            return oldTokens.use(token).map(found -> found.map(this::judge).orElse(INVALID));
        }
        return Uni.createFrom().item(INVALID);
    }

    private TokenCheck judge(TokenAndOwner found) {
        if (found.owner().filter(User::active).isEmpty()) {
            return INVALID;
        }
        if (found.token().expired(clock.instant()) || idleLogins.ended(found.token(), found.lastUse())) {
            return EXPIRED;
        }
        lastUses.used(found.token().userId(), found.token().id());
        return new TokenCheck.Valid(found.owner().get(), found.token());
    }
}
