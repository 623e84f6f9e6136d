package org.meshgate.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.atomic.AtomicReference;
import org.meshgate.config.Settings;

/** Starts Quarkus with what the command line and the configuration said, and waits for its end. */
final class QuarkusLaunch {

    private QuarkusLaunch() {}

    /** Hands the settings over as configuration; properties are Quarkus' highest source that a program can set. */
    static void configure(Settings settings, RedisChoice redis) {
        settings.forEach((name, value) -> System.setProperty(name, literal(value)));
        System.setProperty("meshgate.redis_url", literal(redis.uri().toString()));
        if (redis.embedded().isPresent() && settings.get("worker.sample").isEmpty()) {
            System.setProperty("meshgate.worker.sample", "true");
        }
    }

    /** A value that happens to hold {@code ${...}}, such as a password, is no expression. */
    private static String literal(String value) {
        return value.replace("${", "\\${");
    }

    /**
     * Runs until the application ends.
     *
     * @param arguments for the application; they stay in this process
     * @return its exit code
     * @throws Refusal when it did not start
     */
    static int run(Class<? extends QuarkusApplication> application, String... arguments) {
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
            throw new Refusal(Refusal.line(failure.get()));
        }
        return exitCode.get();
    }
}
