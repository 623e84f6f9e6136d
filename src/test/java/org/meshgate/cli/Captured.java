package org.meshgate.cli;

import io.quarkus.runtime.QuarkusApplication;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command that ran in this process left behind. */
record Captured(int exitCode, String out, String err) {

    static Captured of(QuarkusApplication application, String... arguments) {
        PrintStream standardOut = System.out;
        PrintStream standardError = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int exitCode = application.run(arguments);
            return new Captured(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (Exception unexpected) {
            throw new AssertionError("a command tells its failures itself", unexpected);
        } finally {
            System.setOut(standardOut);
            System.setErr(standardError);
        }
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
