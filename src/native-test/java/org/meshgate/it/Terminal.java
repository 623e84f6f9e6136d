package org.meshgate.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program on a pseudo-terminal, with a person who reads and types. */
final class Terminal implements AutoCloseable {

    private static final long LIMIT_SECONDS = 30;
    private static final int CTRL_C = 3;

    private final Process process;
    private final StringBuilder screen = new StringBuilder();
    private int read;

    private Terminal(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readAll, "terminal");
        reader.setDaemon(true);
        reader.start();
    }

    static Terminal run(Path directory, List<String> words) throws IOException {
        return run(directory, Map.of(), words);
    }

    static Terminal run(Path directory, Map<String, String> environment, List<String> words) throws IOException {
        String command = words.stream()
                .map(word -> word.startsWith("-") || word.contains("://")
                        ? word
                        : word.contains("/") ? Path.of(word).toAbsolutePath().toString() : word)
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        // A shell that starts the tests in the background makes them ignore Ctrl-C.
        ProcessBuilder builder = new ProcessBuilder(
                        "script", "-qefc", "exec env --default-signal=INT " + command, "/dev/null")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("P3D_"));
        builder.environment().putAll(environment);
        return new Terminal(builder.start());
    }

    /** Waits until a text appears after what was expected before. */
    Terminal expect(String text) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        synchronized (screen) {
            int found;
            while ((found = screen.indexOf(text, read)) < 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no '" + text + "' on the screen:\n" + screen);
                }
                try {
                    screen.wait(left);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            read = found + text.length();
        }
        return this;
    }

    void type(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Presses Ctrl-C. */
    void interrupt() throws IOException {
        process.getOutputStream().write(CTRL_C);
        process.getOutputStream().flush();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end:\n" + screen());
        }
        return process.exitValue();
    }

    String screen() {
        synchronized (screen) {
            return screen.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void readAll() {
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[4096];
            int length;
            while ((length = in.read(buffer)) >= 0) {
                synchronized (screen) {
                    screen.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
                    screen.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
