package org.meshgate.redis.connection;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.converter.ServerAddress;

/**
 * The options of Redis clients. Quarkus builds them from its configuration (TLS, time-outs) and passes them to this
 * class; the address comes from {@code redis_url}, because Quarkus' own setting is a list, which would cut a password
 * at its commas.
 */
@Singleton // without a proxy: connections call it when the container is shutting down already
class RedisClientOptions implements RedisOptionsCustomizer {

    private final MeshgateConfig config;
    private final AtomicReference<RedisOptions> built = new AtomicReference<>(new RedisOptions());

    RedisClientOptions(MeshgateConfig config) {
        this.config = config;
    }

    @Override
    public void customize(String clientName, RedisOptions options) {
        config.redisUrl().ifPresent(url -> options.setEndpoints(List.of(url)));
        config.redis().caFile().map(Path::of).map(CaFile::read).ifPresent(authorities -> options.getNetClientOptions()
                .setTrustOptions(new PemTrustOptions().addCertValue(authorities)));
        built.set(new RedisOptions(options));
    }

    /** Options for a client with one connection to the server of {@code redis_url}. */
    RedisOptions forOneConnection() {
        return new RedisOptions(built.get())
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setPoolCleanerInterval(-1);
    }

    /** Options for another server, with user, password, database and TLS of {@code redis_url}. */
    RedisOptions forOneConnection(ServerAddress server) {
        RedisOptions options = forOneConnection();
        URI url = URI.create(options.getEndpoint());
        String user = Optional.ofNullable(url.getRawUserInfo())
                .map(info -> info + "@")
                .orElse("");
        String database = Optional.ofNullable(url.getRawPath()).orElse("");
        return options.setEndpoints(List.of(url.getScheme() + "://" + user + server + database));
    }

    /** Options for a sentinel: TLS as in {@code redis_url}, but its own password and no database. */
    RedisOptions forSentinel(ServerAddress sentinel) {
        RedisOptions options = forOneConnection();
        String scheme = URI.create(options.getEndpoint()).getScheme();
        return options.setEndpoints(List.of(scheme + "://" + sentinel))
                .setProtocolNegotiation(false) // some versions of Sentinel cannot be queried with it
                .setPassword(config.redis().sentinelPassword().orElse(null));
    }
}
