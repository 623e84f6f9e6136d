package org.meshgate.webhooks.signature;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Stores the secret of webhooks in Redis, shared by all servers without {@code webhooks.secret}. */
@ApplicationScoped
class WebhookSecretStore {

    private static final LuaScript KEEP_SECRET = LuaScript.load("webhooks", "/jobs/lib/reading.lua", "keep-secret.lua");

    /** Rejects a short value that was stored by mistake and could be guessed. */
    private static final int MIN_LENGTH = 16;

    private final RedisCommands redis;
    private final KeyPrefix prefix;

    WebhookSecretStore(RedisCommands redis, KeyPrefix prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    /**
     * Returns the stored secret, or stores and returns the candidate if there is none.
     *
     * @return fails with {@link StorageUnavailableException} when Redis cannot be reached
     */
    Uni<String> secret(String candidate) {
        return redis.run(KEEP_SECRET, List.of(), List.of(prefix.key(""), candidate))
                .map(reply -> reply.map(Object::toString)
                        .filter(secret -> secret.length() >= MIN_LENGTH)
                        .orElseThrow(() -> new StorageUnavailableException("webhook_secret is too short for a key")));
    }
}
