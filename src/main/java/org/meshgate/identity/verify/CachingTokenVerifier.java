package org.meshgate.identity.verify;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.store.UserStore.TokenAndOwner;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenMetrics;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.user.User;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.connection.RedisConnections;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.redis.feed.InvalidationListener;
import org.meshgate.runtime.RunMode;

/**
 * Verifies tokens with a {@link TokenCache}, which the invalidation feed of Redis keeps current. Malformed tokens are
 * rejected without a lookup.
 */
@ApplicationScoped
@RegisterForReflection( // Caffeine loads these by reflection
        classNames = {"com.github.benmanes.caffeine.cache.PSWMS", "com.github.benmanes.caffeine.cache.SSMSW"})
class CachingTokenVerifier implements TokenVerifier, InvalidationListener {

    private static final TokenVerification INVALID = new TokenVerification.Invalid();
    private static final TokenVerification EXPIRED = new TokenVerification.Expired();

    private final RedisTokenLookup lookup;
    private final Optional<TokenCache> cache;
    private final InvalidationStamps stamps;
    private final InvalidationFeed feed;
    private final IdentityKeys keys;
    private final TokenUsageTracker tokenUsageTracker;
    private final IdleSessionPolicy idleSessionPolicy;
    private final Clock clock;
    private final TokenMetrics metrics;

    CachingTokenVerifier(
            RedisTokenLookup lookup,
            InvalidationStamps stamps,
            InvalidationFeed feed,
            KeyPrefix prefix,
            TokenUsageTracker tokenUsageTracker,
            IdleSessionPolicy idleSessionPolicy,
            Clock clock,
            TokenMetrics metrics,
            RunMode runMode,
            MeshgateConfig config) {
        this.lookup = lookup;
        this.stamps = stamps;
        this.feed = feed;
        this.keys = new IdentityKeys(prefix);
        this.tokenUsageTracker = tokenUsageTracker;
        this.idleSessionPolicy = idleSessionPolicy;
        this.clock = clock;
        this.metrics = metrics;
        SecurityConfig security = config.security();
        LongSupplier nanos = System::nanoTime;
        this.cache = runMode.serving() && security.userAuthEnabled() && security.tokenCacheSeconds() > 0
                ? Optional.of(new TokenCache(
                        lookup,
                        stamps,
                        feed::proven,
                        nanos,
                        security.tokenCacheEntries(),
                        Duration.ofSeconds(security.tokenCacheSeconds())))
                : Optional.empty();
    }

    void start(@Observes @Priority(RedisConnections.START_PRIORITY + 1) StartupEvent event) {
        if (cache.isPresent()) {
            metrics.feed(feed::proven);
            feed.watch(List.of(keys.token(""), keys.user(IdentityKeys.USER_ID_PREFIX)), keys.token("canary:"), this);
        }
    }

    @Override
    public Verification verify(String token) {
        // the format of cached tokens is known to be valid, so the cache is asked first
        Optional<TokenVerification> known =
                cache.flatMap(tokens -> tokens.recall(token)).map(this::evaluate);
        if (known.isEmpty() && !TokenFormat.isPlausible(token)) {
            known = Optional.of(INVALID);
        }
        return known.<Verification>map(found -> new Known(metrics.recalled(found)))
                .orElseGet(() -> new Pending(lookUp(token)));
    }

    private Uni<TokenVerification> lookUp(String token) {
        return Uni.createFrom()
                .deferred(() -> cache.map(tokens -> tokens.find(token)).orElseGet(() -> lookup.find(token)))
                .map(this::evaluate)
                .map(metrics::asked);
    }

    private TokenVerification evaluate(Optional<TokenAndOwner> found) {
        if (found.flatMap(TokenAndOwner::owner).filter(User::active).isEmpty()) {
            return INVALID;
        }
        ApiToken token = found.get().token();
        if (token.expired(clock.instant())
                || idleSessionPolicy.ended(token, found.get().lastUse())) {
            return EXPIRED;
        }
        tokenUsageTracker.used(token.userId(), token.id());
        return new TokenVerification.Valid(found.get().owner().get(), token);
    }

    @Override
    public void changed(String key) {
        keys.changed(key).ifPresent(stamps::changed);
    }

    @Override
    public void anythingChanged() {
        stamps.everythingChanged();
        cache.ifPresent(TokenCache::clear);
    }
}
