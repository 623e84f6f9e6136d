package org.meshgate.cli.support;

import java.util.HashMap;
import java.util.Map;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.reader.LaunchConfig;
import org.meshgate.config.reader.Settings;
import org.meshgate.redis.embedded.EmbeddedRedis;
import org.meshgate.runtime.RunMode;

/** Starts Quarkus with the settings of the command line and the configuration, and waits for its end. */
public final class QuarkusLauncher {

    private QuarkusLauncher() {}

    /** Passes the settings on as configuration of Quarkus. */
    private static void configure(Settings settings, RedisSource redis) {
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
    private static void configureOneShot() {
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
     * Runs a command that ends by itself. An embedded Redis that was started for the command stops with it.
     *
     * @return the exit code
     * @throws CommandFailure when Quarkus does not start or the command fails
     */
    public static int oneShot(Settings settings, RedisSource redis, CommandApplication.Action action) {
        try {
            configure(settings, redis);
            configureOneShot();
            int exitCode = CommandApplication.run(action);
            if (exitCode == 0 && redis.embedded().isPresent()) {
                System.err.println("Data: " + redis.directory());
            }
            return exitCode;
        } finally {
            redis.embedded().ifPresent(EmbeddedRedis::close);
        }
    }

    /**
     * Runs the service until it is stopped, and with it its embedded Redis.
     *
     * @return the exit code
     * @throws CommandFailure when Quarkus does not start
     */
    public static int serve(Settings settings, RedisSource redis, CommandApplication.Action action) {
        try {
            configure(settings, redis);
            return CommandApplication.run(action);
        } finally {
            redis.embedded().ifPresent(EmbeddedRedis::close);
        }
    }
}
