package org.meshgate.identity.verify;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
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
    public Verification verify(String token) {
        // the format of cached tokens is known to be valid, so the cache is asked first
        Optional<TokenVerification> known = lookup.recall(token).map(this::evaluate);
        if (known.isEmpty() && !TokenFormat.isPlausible(token)) {
            known = Optional.of(INVALID);
        }
        return known.<Verification>map(found -> new Known(metrics.recalled(found)))
                .orElseGet(() -> new Pending(lookUp(token)));
    }

    private Uni<TokenVerification> lookUp(String token) {
        return Uni.createFrom()
                .deferred(() -> lookup.find(token))
                .map(this::evaluate)
                .map(metrics::asked);
    }

    private TokenVerification evaluate(Optional<TokenAndOwner> found) {
        if (found.flatMap(TokenAndOwner::owner).filter(User::active).isEmpty()) {
            return INVALID;
        }
        ApiToken token = found.get().token();
        if (!validity.isValid(token, found.get().lastUse())) {
            return EXPIRED;
        }
        tokenUsageTracker.used(token.userId(), token.id());
        return new TokenVerification.Valid(found.get().owner().get(), token);
    }
}
