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
 * The Redis that a command uses: the configured one, or an embedded one where the program carries it.
 *
 * @param uri with its password
 * @param embedded present when it is the embedded one
 * @param directory where the embedded one keeps its data, absolute
 * @param bySentinels the primary and its sentinels, for people, when they are asked where it is
 */
public record RedisSource(URI uri, Optional<EmbeddedRedis> embedded, Path directory, Optional<String> bySentinels) {

    /** Without user and password; the host means nothing. */
    private static final String BY_SENTINELS = "redis://sentinels";

    /** For a program that serves; it makes the embedded Redis where there is none. */
    public static RedisSource forServing(Settings settings) {
        return choose(settings, EmbeddedRedis::start);
    }

    /**
     * For a command that ends soon.
     *
     * @throws CommandFailure where the data of the embedded Redis is missing: a command that made a new, empty one
     *     would do its work in a place where no server looks
     */
    public static RedisSource forOneShot(Settings settings) {
        requireData(settings);
        return choose(settings, EmbeddedRedis::joinOrStart);
    }

    /**
     * For the command that a new installation may begin with. It makes the embedded Redis where its place does not
     * depend on the working folder, and says so.
     *
     * @throws CommandFailure as {@link #forOneShot} elsewhere
     */
    public static RedisSource forFirstCommand(Settings settings) {
        requireDataOrFixedPlace(settings);
        Path directory = Installation.current().embeddedDirectory(settings);
        if (isEmbedded(settings) && !EmbeddedRedis.hasData(directory)) {
            System.err.println("There was no data yet: made " + directory + " for it.");
        }
        return choose(settings, EmbeddedRedis::joinOrStart);
    }

    /** Checks what {@link #forOneShot} demands, before questions are asked. Starts nothing. */
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

    /** Checks what {@link #forFirstCommand} demands, before questions are asked. Starts nothing. */
    public static void requireDataOrFixedPlace(Settings settings) {
        if (!Installation.current().fixesEmbeddedDirectory(settings)) {
            requireData(settings);
        }
    }

    /** Starts an embedded Redis, or joins one. */
    private interface Opening {
        EmbeddedRedis open(Path directory, SecureRandom random);
    }

    private static boolean isEmbedded(Settings settings) {
        return settings.get("redis_url").isEmpty()
                && settings.get("redis.sentinels").isEmpty()
                && ImageMode.current() == ImageMode.JVM;
    }

    private static RedisSource choose(Settings settings, Opening opening) {
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
        EmbeddedRedis embedded = opening.open(directory, new SecureRandom());
        return new RedisSource(embedded.uri(), Optional.of(embedded), directory, Optional.empty());
    }

    private static String primary(Settings settings) {
        return settings.value("redis.sentinel_master");
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
