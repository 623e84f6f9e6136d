package org.meshgate.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.identity.TokenFormat;

/**
 * Whose tokens this process has issued or seen to be valid lately, under their SHA-256: what tells a client whose token is
 * only not cached at the moment from one that tries random tokens. A token in it need not be valid any more. Bounded.
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

    /** Notes that this token is one. */
    public void add(String token, String userId) {
        owners.put(TokenFormat.sha256(token), userId);
    }

    /** The id of the user whose token it was; empty for a token of which this process knows nothing. */
    public Optional<String> owner(String token) {
        return Optional.ofNullable(owners.getIfPresent(TokenFormat.sha256(token)));
    }
}
