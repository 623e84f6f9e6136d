package org.meshgate.cli;

import io.quarkus.runtime.ImageMode;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.meshgate.config.ConfigException;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.Settings;
import org.meshgate.redis.CaFile;
import org.meshgate.redis.EmbeddedRedis;

/**
 * The Redis that a command uses: the configured one, or an embedded one where the program carries it.
 *
 * @param uri with its password
 * @param embedded present when it is the embedded one
 * @param directory where the embedded one keeps its data
 * @param bySentinels the primary and its sentinels, for people, when they are asked where it is
 */
record RedisChoice(URI uri, Optional<EmbeddedRedis> embedded, Path directory, Optional<String> bySentinels) {

    /** Without user and password; the host means nothing. */
    private static final String BY_SENTINELS = "redis://sentinels";

    /** For a program that serves. */
    static RedisChoice forServing(Settings settings) {
        return choose(settings, true);
    }

    /** For a command that ends soon. */
    static RedisChoice forOneShot(Settings settings) {
        return choose(settings, false);
    }

    private static RedisChoice choose(Settings settings, boolean serving) {
        Path directory =
                Path.of(settings.get("redis.embedded_directory").orElse(MeshgateConfig.DEFAULT_EMBEDDED_DIRECTORY));
        Optional<String> sentinels = settings.get("redis.sentinels");
        Optional<URI> configured = settings.get("redis_url")
                .or(() -> sentinels.map(known -> BY_SENTINELS))
                .map(URI::create);
        checkAuthorities(settings, configured);
        if (configured.isPresent()) {
            Optional<String> named = sentinels.map(known -> primary(settings) + " of the sentinels " + known);
            return new RedisChoice(configured.get(), Optional.empty(), directory, named);
        }
        if (ImageMode.current() != ImageMode.JVM) {
            throw new Refusal("No Redis: give --redis-url URL, set P3D_REDIS_URL, or put redis_url into config.yaml.");
        }
        SecureRandom random = new SecureRandom();
        EmbeddedRedis embedded =
                serving ? EmbeddedRedis.start(directory, random) : EmbeddedRedis.joinOrStart(directory, random);
        return new RedisChoice(embedded.uri(), Optional.of(embedded), directory, Optional.empty());
    }

    private static String primary(Settings settings) {
        return settings.get("redis.sentinel_master").orElse(MeshgateConfig.DEFAULT_SENTINEL_MASTER);
    }

    /** Here, because later it would be a failure to connect among others, tried again and again. */
    private static void checkAuthorities(Settings settings, Optional<URI> redis) {
        settings.get("redis.ca_file").ifPresent(file -> {
            if (redis.filter(uri -> "rediss".equals(uri.getScheme())).isEmpty()) {
                throw new ConfigException("redis.ca_file is set, but redis_url does not begin with rediss://");
            }
            CaFile.check(Path.of(file));
        });
    }

    @Override
    public String toString() {
        return describe();
    }

    /** Where it is, for people: without the password. */
    String describe() {
        if (bySentinels.isPresent()) {
            return bySentinels.get();
        }
        String address = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        return embedded.isPresent()
                ? "embedded, on " + address + ", data in " + directory
                : uri.getScheme() + "://" + address
                        + Optional.ofNullable(uri.getPath()).orElse("");
    }
}
