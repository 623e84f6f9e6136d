package org.meshgate.identity.verify;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.http.ClientAddress;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.store.UserStore.TokenAndOwner;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenMetrics;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.user.User;

/** Verifies tokens by a {@link CachedTokenLookup}. Malformed tokens are rejected without a lookup. */
@ApplicationScoped
class CachingTokenVerifier implements TokenVerifier {

    private static final TokenVerification INVALID = new TokenVerification.Invalid();
    private static final TokenVerification EXPIRED = new TokenVerification.Expired();

    private final CachedTokenLookup lookup;
    private final TokenUsageTracker tokenUsageTracker;
    private final TokenValidity validity;
    private final TokenMetrics metrics;

    CachingTokenVerifier(
            CachedTokenLookup lookup,
            TokenUsageTracker tokenUsageTracker,
            TokenValidity validity,
            TokenMetrics metrics) {
        this.lookup = lookup;
        this.tokenUsageTracker = tokenUsageTracker;
        this.validity = validity;
        this.metrics = metrics;
    }

    @Override
    public Verification verify(String token, ClientAddress client) {
        // the format of cached tokens is known to be valid, so the cache is asked first
        Optional<TokenVerification> known = lookup.recall(token).map(found -> evaluate(found, client));
        if (known.isEmpty() && !TokenFormat.isPlausible(token)) {
            known = Optional.of(INVALID);
        }
        return known.<Verification>map(found -> new Known(metrics.recalled(found)))
                .orElseGet(() -> new Pending(lookUp(token, client)));
    }

    private Uni<TokenVerification> lookUp(String token, ClientAddress client) {
        return Uni.createFrom()
                .deferred(() -> lookup.find(token))
                .map(found -> evaluate(found, client))
                .map(metrics::asked);
    }

    private TokenVerification evaluate(Optional<TokenAndOwner> found, ClientAddress client) {
        if (found.flatMap(TokenAndOwner::owner).filter(User::active).isEmpty()) {
            return INVALID;
        }
        ApiToken token = found.get().token();
        if (!validity.isValid(token, found.get().lastUse())) {
            return EXPIRED;
        }
        User owner = found.get().owner().get();
        if (!token.admits(client)) {
            return new TokenVerification.NetworkNotAllowed(owner, token);
        }
        tokenUsageTracker.used(token.userId(), token.id(), client);
        return new TokenVerification.Valid(owner, token, found.get().limited());
    }
}
