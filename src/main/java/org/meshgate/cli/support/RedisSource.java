package org.meshgate.cli.support;

import io.quarkus.runtime.ImageMode;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.meshgate.config.reader.ConfigException;
import org.meshgate.config.reader.Settings;
import org.meshgate.redis.connection.CaFile;
import org.meshgate.redis.embedded.EmbeddedRedis;

/**
 * The Redis that a command uses: the configured one, or the embedded one on a JVM.
 *
 * @param uri with the password
 * @param embedded the embedded Redis, if it is used
 * @param directory the data folder of the embedded Redis, as an absolute path
 * @param bySentinels a description of the primary and its sentinels, if Sentinel is configured
 */
public record RedisSource(URI uri, Optional<EmbeddedRedis> embedded, Path directory, Optional<String> bySentinels) {

    /** A placeholder without credentials; the host is not used. */
    private static final String BY_SENTINELS = "redis://sentinels";

    /** The Redis for a server. Creates the embedded Redis if it does not exist. */
    public static RedisSource forServing(Settings settings) {
        return choose(settings, EmbeddedRedis::start);
    }

    /**
     * The Redis for a one-shot command.
     *
     * @throws CommandFailure when the data of the embedded Redis is missing: a command on a new, empty Redis would have
     *     no effect on the server
     */
    public static RedisSource forOneShot(Settings settings) {
        requireData(settings);
        return choose(settings, EmbeddedRedis::joinOrStart);
    }

    /**
     * The Redis for a command that may be the first of a new installation. Creates the embedded Redis, and says so, if
     * its folder is independent of the working directory.
     *
     * @throws CommandFailure otherwise as {@link #forOneShot}
     */
    public static RedisSource forFirstCommand(Settings settings) {
        requireDataOrFixedPlace(settings);
        Path directory = Installation.current().embeddedDirectory(settings);
        if (isEmbedded(settings) && !EmbeddedRedis.hasData(directory)) {
            System.err.println("There was no data yet: made " + directory + " for it.");
        }
        return choose(settings, EmbeddedRedis::joinOrStart);
    }

    /** Checks the precondition of {@link #forOneShot} before prompts. Starts nothing. */
    public static void requireData(Settings settings) {
        Path directory = Installation.current().embeddedDirectory(settings);
        if (isEmbedded(settings) && !EmbeddedRedis.hasData(directory)) {
            throw new CommandFailure(
                    "There is no data in " + directory + ", and only a server makes it. Start one first ("
                            + Installation.current().command("")
                            + "), run this in the folder where it was started, or say where its Redis is: --redis-url URL,"
                            + " or P3D_REDIS__EMBEDDED_DIRECTORY for an embedded one.");
        }
    }

    /** Checks the precondition of {@link #forFirstCommand} before prompts. Starts nothing. */
    public static void requireDataOrFixedPlace(Settings settings) {
        if (!Installation.current().fixesEmbeddedDirectory(settings)) {
            requireData(settings);
        }
    }

    /** Starts the embedded Redis, or connects to a running one. */
    private interface EmbeddedOpener {
        EmbeddedRedis open(Path directory, SecureRandom random);
    }

    private static boolean isEmbedded(Settings settings) {
        return settings.get("redis_url").isEmpty()
                && settings.get("redis.sentinels").isEmpty()
                && ImageMode.current() == ImageMode.JVM;
    }

    private static RedisSource choose(Settings settings, EmbeddedOpener opener) {
        Path directory = Installation.current().embeddedDirectory(settings);
        Optional<String> sentinels = settings.get("redis.sentinels");
        Optional<URI> configured = settings.get("redis_url")
                .or(() -> sentinels.map(known -> BY_SENTINELS))
                .map(URI::create);
        checkAuthorities(settings, configured);
        if (configured.isPresent()) {
            Optional<String> named = sentinels.map(known -> primary(settings) + " of the sentinels " + known);
            return new RedisSource(configured.get(), Optional.empty(), directory, named);
        }
        if (ImageMode.current() != ImageMode.JVM) {
            throw new CommandFailure(
                    "No Redis: give --redis-url URL, set P3D_REDIS_URL, or put redis_url into config.yaml.");
        }
        EmbeddedRedis embedded = opener.open(directory, new SecureRandom());
        return new RedisSource(embedded.uri(), Optional.of(embedded), directory, Optional.empty());
    }

    private static String primary(Settings settings) {
        return settings.value("redis.sentinel_master");
    }

    /** Checked at the start: later it would be a connection failure that is retried. */
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

    /** A description for people, without the password. */
    public String describe() {
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
