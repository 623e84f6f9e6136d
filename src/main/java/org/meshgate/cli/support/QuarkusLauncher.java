package org.meshgate.cli.support;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.reader.LaunchConfig;
import org.meshgate.config.reader.Settings;
import org.meshgate.redis.embedded.EmbeddedRedis;
import org.meshgate.runtime.RunMode;

/** Starts Quarkus with the settings of the command line and the configuration, and waits for its end. */
public final class QuarkusLauncher {

    private QuarkusLauncher() {}

    /** Passes the settings on as configuration of Quarkus. */
    public static void configure(Settings settings, RedisSource redis) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("meshgate.redis_url", redis.uri().toString());
        if (redis.embedded().isPresent() && settings.get("worker.sample").isEmpty()) {
            overrides.put("meshgate.worker.sample", "true");
        }
        if (redis.embedded().isPresent() && Installation.current().home().isPresent()) {
            placeInClone(settings, overrides, "storage.outputs", "outputs");
            placeInClone(settings, overrides, "storage.uploads", "uploads");
        }
        LaunchConfig.handOver(settings, overrides);
    }

    /**
     * Puts the files of jobs beside the embedded Redis with their records. With an external Redis the folders are in
     * the working directory, as those of 3DAIGC-API.
     */
    private static void placeInClone(Settings settings, Map<String, String> overrides, String name, String folder) {
        if (settings.get(name).isEmpty()) {
            overrides.put(
                    MeshgateConfig.PREFIX + "." + name,
                    Installation.current().dataFolder(folder).toString());
        }
    }

    /** Configures a command that ends by itself: no port, no background work, one connection to Redis. */
    static void configureOneShot() {
        System.setProperty(RunMode.ONE_SHOT_PROPERTY, "true");
        System.setProperty("quarkus.http.host-enabled", "false");
        System.setProperty("quarkus.management.host-enabled", "false");
        System.setProperty("quarkus.log.console.stderr", "true");
        System.setProperty("quarkus.otel.sdk.disabled", "true");
        System.setProperty("quarkus.log.console.json.enabled", "false"); // a person reads the output
        // The command prints failures itself, in one line.
        System.setProperty("quarkus.log.level", "OFF");
        System.setProperty("quarkus.log.category.\"org.meshgate\".level", "ERROR");
        System.setProperty("quarkus.log.category.\"meshgate.audit\".level", "ERROR");
        System.setProperty("meshgate.redis.connections", "1");
    }

    /**
     * Runs a command that ends by itself, with the Redis of the settings.
     *
     * @param arguments for the application; they stay in this process and never reach argv
     * @return the exit code
     * @throws CommandFailure when Quarkus does not start
     */
    public static int oneShot(Settings settings, Class<? extends QuarkusApplication> application, String... arguments) {
        return oneShot(settings, RedisSource.forOneShot(settings), application, arguments);
    }

    /** As above, with a given Redis. An embedded Redis that was started for the command stops with it. */
    public static int oneShot(
            Settings settings,
            RedisSource redis,
            Class<? extends QuarkusApplication> application,
            String... arguments) {
        try {
            configure(settings, redis);
            configureOneShot();
            int exitCode = run(application, arguments);
            if (exitCode == 0 && redis.embedded().isPresent()) {
                System.err.println("Data: " + redis.directory());
            }
            return exitCode;
        } finally {
            redis.embedded().ifPresent(EmbeddedRedis::close);
        }
    }

    /**
     * Runs an application until it ends.
     *
     * @param arguments for the application; they stay in this process and never reach argv
     * @return the exit code
     * @throws CommandFailure when Quarkus does not start
     */
    public static int run(Class<? extends QuarkusApplication> application, String... arguments) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Integer> exitCode = new AtomicReference<>(0);
        Quarkus.run(
                application,
                (code, thrown) -> {
                    exitCode.set(code);
                    failure.set(thrown);
                },
                arguments);
        if (failure.get() != null) {
            throw new CommandFailure(CommandFailure.line(failure.get()));
        }
        return exitCode.get();
    }
}
