package org.meshgate.identity.verify;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.store.UserStore.TokenAndOwner;
import org.meshgate.identity.token.TokenMetrics;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.redis.feed.InvalidationListener;
import org.meshgate.runtime.RunMode;

/** Looks tokens up in a {@link TokenCache}, which the invalidation feed of Redis keeps current, then in Redis. */
@ApplicationScoped
@RegisterForReflection( // Caffeine loads these by reflection
        classNames = {"com.github.benmanes.caffeine.cache.PSWMS", "com.github.benmanes.caffeine.cache.SSMSW"})
class CachedTokenLookup implements TokenLookup, InvalidationListener {

    private final RedisTokenLookup lookup;
    private final Optional<TokenCache> cache;
    private final InvalidationStamps stamps;
    private final InvalidationFeed feed;
    private final IdentityKeys keys;
    private final TokenMetrics metrics;

    CachedTokenLookup(
            RedisTokenLookup lookup,
            InvalidationStamps stamps,
            InvalidationFeed feed,
            KeyPrefix prefix,
            TokenMetrics metrics,
            RunMode runMode,
            MeshgateConfig config) {
        this.lookup = lookup;
        this.stamps = stamps;
        this.feed = feed;
        this.keys = new IdentityKeys(prefix);
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

    void start(@Observes @Priority(InvalidationFeed.REGISTRATION_PRIORITY) StartupEvent event) {
        if (cache.isPresent()) {
            metrics.feed(feed::proven);
            feed.watch(List.of(keys.token(""), keys.user(IdentityKeys.USER_ID_PREFIX)), this);
        }
    }

    /** The cached result for a token; empty if there is no valid entry, or no cache. */
    Optional<Optional<TokenAndOwner>> recall(String token) {
        return cache.flatMap(tokens -> tokens.recall(token));
    }

    @Override
    public Uni<Optional<TokenAndOwner>> find(String token) {
        return cache.map(tokens -> tokens.find(token)).orElseGet(() -> lookup.find(token));
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
