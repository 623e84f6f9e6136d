package org.meshgate.cli.client.session;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * What a command has of its process.
 *
 * @param home of the user
 * @param folder the working folder
 */
public record CommandContext(
        Map<String, String> environment,
        Path home,
        Path folder,
        Clock clock,
        RandomGenerator random,
        ClientTimings timings) {

    /** Of this process. */
    public static CommandContext ofProcess() {
        return new CommandContext(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of(""),
                Clock.systemUTC(),
                new Random(),
                ClientTimings.standard());
    }
}
