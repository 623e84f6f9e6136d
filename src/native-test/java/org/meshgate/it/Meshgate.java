package org.meshgate.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.meshgate.testing.ServerProgram;

/** The packaged program as a process: the native executable when Maven built one, else the JVM program. */
public final class Meshgate implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String EXECUTABLE = System.getProperty("meshgate.it.executable", "");
    private static final String JAR = System.getProperty("meshgate.it.jar", "target/quarkus-app/quarkus-run.jar");

    private final Process process;
    private final int port;
    private final int managementPort;
    private final Path output;

    private Meshgate(Process process, int port, int managementPort, Path output) {
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
        this.output = output;
    }

    /** What a command that ended left behind. */
    public record Result(int exitCode, String out, String err) {}

    /** Whether the program is a native executable, which carries no Redis. */
    public static boolean isNative() {
        return !EXECUTABLE.isEmpty();
    }

    /** The words that start the program. */
    static List<String> commandLine(String... arguments) {
        List<String> words = new ArrayList<>();
        if (isNative()) {
            words.add(EXECUTABLE);
        } else {
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.add("-XX:TieredStopAtLevel=1"); // these processes are too short for the second compiler
            words.addAll(List.of("-jar", Path.of(JAR).toAbsolutePath().toString()));
        }
        words.addAll(List.of(arguments));
        return words;
    }

    /** Starts the service in a folder and waits until it answers and has said where it is. */
    public static Meshgate serve(Path directory, Map<String, String> environment, String... arguments) {
        return serveOn(freePort(), freePort(), directory, environment, arguments);
    }

    static Meshgate serveOn(
            int port, int managementPort, Path directory, Map<String, String> environment, String... arguments) {
        return serveOn(port, managementPort, program(), directory, environment, arguments);
    }

    /** Starts the service by a program of any name, such as a link to the launcher. */
    static Meshgate serveBy(Path program, Path directory, String... arguments) {
        return serveOn(freePort(), freePort(), List.of(program.toString()), directory, Map.of(), arguments);
    }

    private static Meshgate serveOn(
            int port,
            int managementPort,
            List<String> program,
            Path directory,
            Map<String, String> environment,
            String... arguments) {
        List<String> words = new ArrayList<>(program);
        words.add("serve");
        words.addAll(List.of(arguments));
        words.addAll(List.of("--port", "" + port, "--management-port", "" + managementPort));
        try {
            Path output = Files.createTempFile("meshgate", ".log");
            output.toFile().deleteOnExit();
            Process process = builder(directory, environment, words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Meshgate service = new Meshgate(process, port, managementPort, output);
            service.awaitAnswer();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    public static Result run(Path directory, Map<String, String> environment, String input, String... arguments) {
        List<String> words = new ArrayList<>(program());
        words.addAll(List.of(arguments));
        return runWords(words, directory, environment, input.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts a command that goes on, and does not wait for anything. Both of its outputs are added to a file. */
    public static Process start(Path directory, Map<String, String> environment, Path output, String... arguments) {
        List<String> words = new ArrayList<>(program());
        words.addAll(List.of(arguments));
        try {
            return builder(directory, environment, words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs any program to its end. */
    static Result runWords(List<String> words, Path directory, Map<String, String> environment, byte[] input) {
        try {
            File out = File.createTempFile("meshgate", ".out");
            File err = File.createTempFile("meshgate", ".err");
            out.deleteOnExit();
            err.deleteOnExit();
            Process process = builder(directory, environment, words)
                    .redirectOutput(out)
                    .redirectError(err)
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                // a command that needs no input may end before it was written
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", words) + " did not end");
            }
            return new Result(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static int freePort() {
        return ServerProgram.freePort();
    }

    public String url() {
        return "http://localhost:" + port;
    }

    public String managementUrl() {
        return "http://localhost:" + managementPort;
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    /** Everything it has printed. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an operator's {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As {@code kill}; does not wait. */
    void terminate() {
        process.destroy();
    }

    /** Waits until it has ended. */
    void awaitEnd() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the service did not end:\n" + output());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Ctrl-C or {@code systemctl stop}. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitAnswer() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest health =
                HttpRequest.newBuilder(URI.create(url() + "/health")).build();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (!process.isAlive()) {
                    throw new AssertionError("the service ended at once:\n" + output());
                }
                if (client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200
                        && output().contains("Redis     ")) { // the banner follows the first possible answer
                    return;
                }
            } catch (IOException e) {
                // not listening yet
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the service did not answer:\n" + output());
    }

    /** The words that start the program in any folder. */
    static List<String> program() {
        List<String> words = commandLine();
        words.set(0, Path.of(words.get(0)).toAbsolutePath().toString());
        return words;
    }

    private static ProcessBuilder builder(Path directory, Map<String, String> environment, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("P3D_"));
        builder.environment().putAll(environment);
        return builder;
    }
}
