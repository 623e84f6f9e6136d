package org.meshgate.cli.client;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.meshgate.cli.client.session.ClientTimings;
import org.meshgate.cli.client.session.CommandContext;
import picocli.CommandLine;

/**
 * A command that ran in a pipe.
 *
 * @param out without its last line break, as {@code $(...)} reads it
 */
public record CommandRun(int exitCode, String out, String err) {

    public static final String TOKEN = "p3d_test-token-of-a-user";
    public static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private static final ClientTimings QUICK = new ClientTimings(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            3,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofMillis(1));

    /** Runs a command against a server, with a token of the environment. */
    public static CommandRun of(
            Function<CommandContext, Callable<Integer>> command, String server, Path folder, String... words) {
        return of(command, Map.of("MESHGATE_SERVER", server, "MESHGATE_TOKEN", TOKEN), folder, words);
    }

    /** @param folder the home and the working folder */
    public static CommandRun of(
            Function<CommandContext, Callable<Integer>> command,
            Map<String, String> environment,
            Path folder,
            String... words) {
        return of(command, environment, folder, QUICK, words);
    }

    public static CommandRun of(
            Function<CommandContext, Callable<Integer>> command,
            Map<String, String> environment,
            Path folder,
            ClientTimings timings,
            String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandContext context = new CommandContext(
                new HashMap<>(environment), folder, folder, Clock.fixed(NOW, ZoneOffset.UTC), new Random(1), timings);
        int exitCode = new CommandLine(command.apply(context))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setParameterExceptionHandler((error, arguments) -> {
                    error.getCommandLine().getErr().println(error.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(words);
        return new CommandRun(exitCode, out.toString().stripTrailing(), err.toString());
    }
}
