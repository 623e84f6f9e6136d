package org.meshgate.cli;

import io.quarkus.runtime.ImageMode;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.Settings;
import org.meshgate.redis.EmbeddedRedis;

/**
 * The Redis that a command uses: the configured one, or an embedded one where the program carries it.
 *
 * @param uri with its password
 * @param embedded present when it is the embedded one
 * @param directory where the embedded one keeps its data
 */
record RedisChoice(URI uri, Optional<EmbeddedRedis> embedded, Path directory) {

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
        Optional<String> configured = settings.get("redis_url");
        if (configured.isPresent()) {
            return new RedisChoice(URI.create(configured.get()), Optional.empty(), directory);
        }
        if (ImageMode.current() != ImageMode.JVM) {
            throw new Refusal("No Redis: give --redis-url URL, set P3D_REDIS_URL, or put redis_url into config.yaml.");
        }
        SecureRandom random = new SecureRandom();
        EmbeddedRedis embedded =
                serving ? EmbeddedRedis.start(directory, random) : EmbeddedRedis.joinOrStart(directory, random);
        return new RedisChoice(embedded.uri(), Optional.of(embedded), directory);
    }

    @Override
    public String toString() {
        return describe();
    }

    /** Where it is, for people: without the password. */
    String describe() {
        String address = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        return embedded.isPresent()
                ? "embedded, on " + address + ", data in " + directory
                : uri.getScheme() + "://" + address
                        + Optional.ofNullable(uri.getPath()).orElse("");
    }
}
