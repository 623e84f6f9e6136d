package org.meshgate.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.meshgate.cli.support.BeanLookup;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.OneShotCommand;
import org.meshgate.config.reader.Settings;
import org.meshgate.config.reader.SettingsReader;

/** Exit code and output of a command that runs in the Quarkus of the test. */
record Captured(int exitCode, String out, String err) {

    private static final Settings SETTINGS =
            SettingsReader.read(Path.of("config.yaml"), false, Map.of("P3D_REDIS_URL", "redis://localhost"), Map.of());

    /** Parses and runs a subcommand as the program does, except that Quarkus runs already. */
    static Captured of(String... words) {
        OneShotCommand command = parse(words);
        return of(() -> {
            command.prepare(SETTINGS);
            return command.run(new BeanLookup());
        });
    }

    /** As {@link #of(String...)}, with a line on standard input. */
    static Captured withInput(String line, String... words) {
        InputStream standardInput = System.in;
        try {
            System.setIn(new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return of(words);
        } finally {
            System.setIn(standardInput);
        }
    }

    static Captured of(Callable<Integer> command) {
        PrintStream standardOut = System.out;
        PrintStream standardError = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int exitCode = exitCode(command);
            return new Captured(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(standardOut);
            System.setErr(standardError);
        }
    }

    private static int exitCode(Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception failure) {
            System.err.println(CommandFailure.line(failure));
            return 1;
        }
    }

    private static OneShotCommand parse(String... words) {
        OneShotCommand command = (OneShotCommand) MeshgateCommand.commandLine()
                .parseArgs(words)
                .subcommand()
                .commandSpec()
                .userObject();
        command.validate();
        return command;
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
