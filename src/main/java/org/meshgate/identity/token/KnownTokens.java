package org.meshgate.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.identity.TokenFormat;

/**
 * Remembers the owners of tokens that this process issued or verified within the last day, by SHA-256. It tells a
 * client whose token is merely missing from the token cache from a client that guesses tokens. Entries may be expired
 * or revoked tokens. Holds at most 50,000.
 */
@ApplicationScoped
public class KnownTokens {

    private static final int MAX_TOKENS = 50_000;
    private static final Duration LIFETIME = Duration.ofDays(1);

    private final Cache<String, String> owners = Caffeine.newBuilder()
            .maximumSize(MAX_TOKENS)
            .expireAfterWrite(LIFETIME)
            .executor(Runnable::run)
            .build();

    /** Remembers the owner of a token. */
    public void add(String token, String userId) {
        owners.put(TokenFormat.sha256(token), userId);
    }

    /** The id of the owner; empty for a token that this process does not know. */
    public Optional<String> owner(String token) {
        return Optional.ofNullable(owners.getIfPresent(TokenFormat.sha256(token)));
    }
}
