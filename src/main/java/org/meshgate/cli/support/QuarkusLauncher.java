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

/** Starts Quarkus with what the command line and the configuration said, and waits for its end. */
public final class QuarkusLauncher {

    private QuarkusLauncher() {}

    /** Hands the settings over as Quarkus' configuration. */
    public static void configure(Settings settings, RedisSource redis) {
        Map<String, String> chosen = new HashMap<>();
        chosen.put("meshgate.redis_url", redis.uri().toString());
        if (redis.embedded().isPresent() && settings.get("worker.sample").isEmpty()) {
            chosen.put("meshgate.worker.sample", "true");
        }
        if (redis.embedded().isPresent() && Installation.current().home().isPresent()) {
            keepWithClone(settings, chosen, "storage.outputs", "outputs");
            keepWithClone(settings, chosen, "storage.uploads", "uploads");
        }
        LaunchConfig.handOver(settings, chosen);
    }

    /**
     * Files of jobs lie where their records lie. With a Redis of its own, 3DAIGC-API has its folders in the working
     * folder.
     */
    private static void keepWithClone(Settings settings, Map<String, String> chosen, String name, String folder) {
        if (settings.get(name).isEmpty()) {
            chosen.put(
                    MeshgateConfig.PREFIX + "." + name,
                    Installation.current().dataFolder(folder).toString());
        }
    }

    /** For a command that ends by itself: no port, no background work, one connection. */
    static void configureOneShot() {
        System.setProperty(RunMode.ONE_SHOT_PROPERTY, "true");
        System.setProperty("quarkus.http.host-enabled", "false");
        System.setProperty("quarkus.management.host-enabled", "false");
        System.setProperty("quarkus.log.console.stderr", "true");
        System.setProperty("quarkus.otel.sdk.disabled", "true");
        System.setProperty("quarkus.log.console.json.enabled", "false"); // for the person who gave the command
        // failures are told by the command itself, in one line
        System.setProperty("quarkus.log.level", "OFF");
        System.setProperty("quarkus.log.category.\"org.meshgate\".level", "ERROR");
        System.setProperty("quarkus.log.category.\"meshgate.audit\".level", "ERROR");
        System.setProperty("meshgate.redis.connections", "1");
    }

    /**
     * Runs a command that ends by itself, with the Redis of the settings.
     *
     * @param arguments for the application; they stay in this process
     * @return its exit code
     * @throws CommandFailure when it did not start
     */
    public static int oneShot(Settings settings, Class<? extends QuarkusApplication> application, String... arguments) {
        return oneShot(settings, RedisSource.forOneShot(settings), application, arguments);
    }

    /** The same with a Redis that was chosen already; an embedded one that was started for it ends with it. */
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
     * Runs until the application ends.
     *
     * @param arguments for the application; they stay in this process
     * @return its exit code
     * @throws CommandFailure when it did not start
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
