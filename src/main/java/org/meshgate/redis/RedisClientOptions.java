package org.meshgate.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.meshgate.config.MeshgateConfig;

/**
 * How to reach Redis. Quarkus builds the options from its configuration (TLS, time-outs) and shows them here; the address
 * is put in from ours, because Quarkus' own setting is a list, which would cut a password at its commas.
 */
@ApplicationScoped
class RedisClientOptions implements RedisOptionsCustomizer {

    private final MeshgateConfig config;
    private final AtomicReference<RedisOptions> built = new AtomicReference<>(new RedisOptions());

    RedisClientOptions(MeshgateConfig config) {
        this.config = config;
    }

    @Override
    public void customize(String clientName, RedisOptions options) {
        config.redisUrl().ifPresent(url -> options.setEndpoints(List.of(url)));
        built.set(new RedisOptions(options));
    }

    /** A copy for a client that makes one connection. */
    RedisOptions forOneConnection() {
        return new RedisOptions(built.get())
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setPoolCleanerInterval(-1);
    }
}
