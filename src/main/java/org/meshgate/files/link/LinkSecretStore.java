package org.meshgate.files.link;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Stores the key of signed links in Redis, shared by all servers without {@code security.link_secret}. */
@ApplicationScoped
class LinkSecretStore {

    private static final LuaScript KEEP_SECRET = LuaScript.load("files", "keep-link-secret.lua");

    private static final String KEY = "link_secret";

    /** Rejects a short value that was stored by mistake and could be guessed. */
    private static final int MIN_LENGTH = 16;

    private final RedisCommands redis;
    private final KeyPrefix prefix;

    LinkSecretStore(RedisCommands redis, KeyPrefix prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    /**
     * Returns the stored secret, or stores and returns the candidate if there is none.
     *
     * @return fails with {@link StorageUnavailableException} when Redis cannot be reached
     */
    Uni<String> secret(String candidate) {
        return redis.run(KEEP_SECRET, List.of(prefix.key(KEY)), List.of(candidate))
                .map(reply -> reply.map(Object::toString)
                        .filter(secret -> secret.length() >= MIN_LENGTH)
                        .orElseThrow(() -> new StorageUnavailableException(KEY + " is too short for a key")));
    }
}
