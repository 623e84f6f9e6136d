package org.meshgate.identity;

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
import org.meshgate.config.RunMode;
import org.meshgate.config.SecurityConfig;
import org.meshgate.identity.IdentityStore.TokenAndOwner;
import org.meshgate.redis.ChangeFeed;
import org.meshgate.redis.ChangeListener;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.RedisConnections;

/**
 * Verifies tokens from memory where it can, see {@link RememberedTokens}, and hears of changes from Redis. A text that
 * cannot be a token is refused without asking anybody.
 */
@ApplicationScoped
@RegisterForReflection( // Caffeine finds its classes by name
        classNames = {"com.github.benmanes.caffeine.cache.PSWMS", "com.github.benmanes.caffeine.cache.SSMSW"})
class VerifiedTokens implements TokenVerifier, ChangeListener {

    private static final TokenCheck INVALID = new TokenCheck.Invalid();
    private static final TokenCheck EXPIRED = new TokenCheck.Expired();

    private final StoredTokens stored;
    private final Optional<RememberedTokens> remembered;
    private final ChangeStamps stamps;
    private final ChangeFeed feed;
    private final IdentityKeys keys;
    private final LastUses lastUses;
    private final IdleLogins idleLogins;
    private final Clock clock;
    private final TokenMetrics metrics;

    VerifiedTokens(
            StoredTokens stored,
            ChangeStamps stamps,
            ChangeFeed feed,
            KeyPrefix prefix,
            LastUses lastUses,
            IdleLogins idleLogins,
            Clock clock,
            TokenMetrics metrics,
            RunMode runMode,
            MeshgateConfig config) {
        this.stored = stored;
        this.stamps = stamps;
        this.feed = feed;
        this.keys = new IdentityKeys(prefix);
        this.lastUses = lastUses;
        this.idleLogins = idleLogins;
        this.clock = clock;
        this.metrics = metrics;
        SecurityConfig security = config.security();
        LongSupplier nanos = System::nanoTime;
        this.remembered = runMode.serving() && security.userAuthEnabled() && security.tokenCacheSeconds() > 0
                ? Optional.of(new RememberedTokens(
                        stored,
                        stamps,
                        feed::proven,
                        nanos,
                        security.tokenCacheEntries(),
                        Duration.ofSeconds(security.tokenCacheSeconds())))
                : Optional.empty();
    }

    void start(@Observes @Priority(RedisConnections.START_PRIORITY + 1) StartupEvent event) {
        if (remembered.isPresent()) {
            metrics.feed(feed::proven);
            feed.watch(List.of(keys.token(""), keys.user(IdentityKeys.USER_ID_START)), keys.token("canary:"), this);
        }
    }

    @Override
    public Optional<TokenCheck> recall(String token) {
        // what is remembered was looked at before
        Optional<TokenCheck> known =
                remembered.flatMap(memory -> memory.recall(token)).map(this::judge);
        return known.or(() -> TokenFormat.possible(token) ? Optional.empty() : Optional.of(INVALID))
                .map(metrics::recalled);
    }

    @Override
    public Uni<TokenCheck> verify(String token) {
        if (!TokenFormat.possible(token)) {
            return Uni.createFrom().item(metrics.recalled(INVALID));
        }
        return remembered
                .map(memory -> memory.find(token))
                .orElseGet(() -> stored.find(token))
                .map(this::judge)
                .map(metrics::asked);
    }

    private TokenCheck judge(Optional<TokenAndOwner> found) {
        if (found.flatMap(TokenAndOwner::owner).filter(User::active).isEmpty()) {
            return INVALID;
        }
        ApiToken token = found.get().token();
        if (token.expired(clock.instant())
                || idleLogins.ended(token, found.get().lastUse())) {
            return EXPIRED;
        }
        lastUses.used(token.userId(), token.id());
        return new TokenCheck.Valid(found.get().owner().get(), token);
    }

    @Override
    public void changed(String key) {
        keys.changed(key).ifPresent(stamps::changed);
    }

    @Override
    public void anythingChanged() {
        stamps.everythingChanged();
        remembered.ifPresent(RememberedTokens::clear);
    }
}
