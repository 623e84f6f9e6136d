package org.meshgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.meshgate.it.Meshgate;
import redis.embedded.core.ExecutableProvider;

/** A Redis as a process that can be killed, stopped and made to refuse. It forgets nothing that it has confirmed. */
final class FaultRedis implements AutoCloseable {

    private static final String EXECUTABLE = System.getProperty("faults.redis", "");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path directory;
    private final String executable;
    private final int port = Meshgate.freePort();
    private Process process;

    /** @param directory an empty one, for its data */
    FaultRedis(Path directory) {
        try {
            this.directory = Files.createDirectories(directory);
            this.executable = EXECUTABLE.isEmpty()
                    ? ExecutableProvider.newJarResourceProvider(directory.toFile())
                            .get()
                            .getAbsolutePath()
                    : EXECUTABLE;
            this.process = run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(LIMIT).until(this::answers);
    }

    int port() {
        return port;
    }

    /** Comes back with all it has confirmed. */
    void start() {
        process = run();
        await().atMost(LIMIT).until(this::answers);
    }

    /** As the kernel does when memory is short. */
    void kill() {
        process.destroyForcibly();
        await().atMost(LIMIT).until(() -> !process.isAlive());
    }

    /** Comes back with nothing. */
    void startEmpty() {
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(file -> file.getFileName().toString().endsWith(".aof")
                            || file.getFileName().toString().equals("appendonlydir"))
                    .toList()) {
                delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Stops it in the middle of whatever it does; the kernel still accepts connections for it. */
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    /** What it says to a command without spaces in its arguments: the first line of the reply. */
    String ask(String command) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, where only success will do. */
    void tell(String command) {
        assertThat(ask(command)).as(command).isEqualTo("+OK");
    }

    /**
     * Others connect until there is no connection left, whoever tries to get one meanwhile.
     *
     * @param connections where theirs are put, to {@link #leave}
     */
    void occupy(int all, List<Socket> connections) {
        await().atMost(LIMIT).until(() -> {
            Socket socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() == '+') {
                connections.add(socket);
            } else {
                leave(socket);
            }
            return connections.size() == all;
        });
    }

    static void leave(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Process run() {
        try {
            return new ProcessBuilder(
                            executable,
                            "--port",
                            "" + port,
                            "--bind",
                            "127.0.0.1",
                            "--dir",
                            directory.toString(),
                            "--save",
                            "",
                            "--appendonly",
                            "yes",
                            "--appendfsync",
                            "always")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try {
            return "+PONG".equals(ask("PING"));
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void signal(String name) {
        try {
            assertThat(new ProcessBuilder(List.of("kill", name, "" + process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            try (var inside = Files.list(file)) {
                for (Path each : inside.toList()) {
                    delete(each);
                }
            }
        }
        Files.delete(file);
    }
}
