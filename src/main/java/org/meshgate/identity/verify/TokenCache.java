package org.meshgate.identity.verify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.store.UserStore.TokenAndOwner;

/**
 * Caches token lookups, keyed by SHA-256. An entry is valid until the token or its user changes, only while the
 * invalidation feed is healthy, and never beyond its TTL. Negative results are cached for one second. Concurrent
 * lookups of the same token are coalesced. The number of entries is bounded.
 */
final class TokenCache {

    private static final Duration NEGATIVE_TTL = Duration.ofSeconds(1);
    private static final int NEGATIVE_CACHE_SIZE = 10_000;
    private static final Duration MAX_COALESCING_TIME = Duration.ofSeconds(1);

    private final TokenLookup lookup;
    private final InvalidationStamps stamps;
    private final BooleanSupplier feedIsHealthy;
    private final LongSupplier nanos;
    private final long lifetime;
    private final Cache<String, CacheEntry> tokens;
    private final Cache<String, CacheEntry> negativeCache;
    private final Map<String, PendingLookup> pending = new ConcurrentHashMap<>();

    /**
     * @param lookup source of tokens that are not cached
     * @param feedIsHealthy whether all changes reach the stamps; the cache is bypassed while false
     * @param nanos monotonic clock, in nanoseconds
     * @param maxEntries maximum number of cached tokens
     * @param lifetime TTL of an entry, from the time of the query
     */
    TokenCache(
            TokenLookup lookup,
            InvalidationStamps stamps,
            BooleanSupplier feedIsHealthy,
            LongSupplier nanos,
            int maxEntries,
            Duration lifetime) {
        this.lookup = lookup;
        this.stamps = stamps;
        this.feedIsHealthy = feedIsHealthy;
        this.nanos = nanos;
        this.lifetime = lifetime.toNanos();
        this.tokens = cache(nanos, maxEntries, lifetime);
        this.negativeCache = cache(nanos, NEGATIVE_CACHE_SIZE, NEGATIVE_TTL);
    }

    private static Cache<String, CacheEntry> cache(LongSupplier nanos, int maxEntries, Duration lifetime) {
        return Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfterWrite(lifetime)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run) // maintenance takes microseconds and needs no pool
                .build();
    }

    /** The cached result for a token; empty if there is no valid entry. */
    Optional<Optional<TokenAndOwner>> recall(String token) {
        return feedIsHealthy.getAsBoolean() ? getIfValid(TokenFormat.sha256(token)) : Optional.empty();
    }

    private Optional<Optional<TokenAndOwner>> getIfValid(String sha256) {
        CacheEntry entry = tokens.getIfPresent(sha256);
        if (entry == null || !isValid(sha256, entry, lifetime)) {
            entry = negativeCache.getIfPresent(sha256);
            if (entry == null || !isValid(sha256, entry, NEGATIVE_TTL.toNanos())) {
                return Optional.empty();
            }
        }
        return Optional.of(entry.found());
    }

    private boolean isValid(String sha256, CacheEntry entry, long maxAge) {
        return nanos.getAsLong() - entry.asked() < maxAge
                && stamps.sameSince(entry.stamp(), sha256)
                && entry.found()
                        .map(found ->
                                stamps.sameSince(entry.stamp(), found.token().userId()))
                        .orElse(true);
    }

    /** The cached result for a token, or else the result of a lookup in Redis. */
    Uni<Optional<TokenAndOwner>> find(String token) {
        if (!feedIsHealthy.getAsBoolean()) {
            return lookup.find(token);
        }
        String sha256 = TokenFormat.sha256(token);
        return getIfValid(sha256).map(known -> Uni.createFrom().item(known)).orElseGet(() -> ask(token, sha256));
    }

    private Uni<Optional<TokenAndOwner>> ask(String token, String sha256) {
        return pending.compute(
                        sha256, (key, asked) -> asked != null && mayJoin(asked) ? asked : startLookup(token, key))
                .result;
    }

    /** A lookup that began before a change must not serve requests that came after it. */
    private boolean mayJoin(PendingLookup query) {
        return stamps.sameSince(query.stamp) && nanos.getAsLong() - query.asked < MAX_COALESCING_TIME.toNanos();
    }

    private PendingLookup startLookup(String token, String sha256) {
        PendingLookup query = new PendingLookup(stamps.now(), nanos.getAsLong());
        query.result = lookup.find(token)
                .invoke(found -> put(sha256, new CacheEntry(found, query.stamp, query.asked)))
                .onTermination()
                .invoke(() -> pending.remove(sha256, query))
                .memoize()
                .indefinitely();
        return query;
    }

    private void put(String sha256, CacheEntry entry) {
        if (entry.found().isEmpty()) {
            negativeCache.put(sha256, entry);
        } else if (entry.found().get().owner().isPresent()) {
            negativeCache.invalidate(sha256);
            tokens.put(sha256, entry);
        }
    }

    /** Frees the entries. The stamps invalidate them. */
    void clear() {
        tokens.invalidateAll();
        negativeCache.invalidateAll();
    }

    /**
     * A cached lookup result.
     *
     * @param stamp invalidation stamp before the query
     * @param asked time of the query, in nanoseconds
     */
    private record CacheEntry(Optional<TokenAndOwner> found, long stamp, long asked) {}

    /** A lookup in flight. */
    private static final class PendingLookup {
        private final long stamp;
        private final long asked;
        private Uni<Optional<TokenAndOwner>> result;

        PendingLookup(long stamp, long asked) {
            this.stamp = stamp;
            this.asked = asked;
        }
    }
}
