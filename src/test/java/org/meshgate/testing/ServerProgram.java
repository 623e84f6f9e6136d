package org.meshgate.testing;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A server of this machine, as an operator installs it: {@code redis-server} or {@code valkey-server}. It is not needed to
 * build the program, so tests with it are skipped where it is not, and say so.
 */
public final class ServerProgram implements AutoCloseable {

    /** Processes of tests start far from each other. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 200 % 20_000));

    private final Process process;
    private final int port;

    private ServerProgram(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Where it is: on the {@code PATH}, or in the folder of the system property {@code test.servers}. */
    public static Optional<Path> find(String name) {
        return Stream.concat(
                        Stream.of(System.getProperty("test.servers", "")),
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What a skipped test says. */
    public static String missing(String name) {
        return "Not tried, because there is no " + name + " on this machine; Debian has a package of that name";
    }

    /**
     * A port that nobody listens on. It is below those that the system gives to clients and to servers of port 0, and given
     * once, so that tests which run at the same time do not meet.
     */
    public static int freePort() {
        while (true) {
            int port = 10_000 + Math.floorMod(NEXT_PORT.getAndIncrement(), 20_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // the next one
            }
        }
    }

    /** A folder of its own for data. */
    public static Path folder() {
        try {
            return Files.createDirectories(
                    Path.of("target", "test-redis", UUID.randomUUID().toString())
                            .toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts it with lines of configuration, and waits until it listens.
     *
     * @param port which the lines name as well
     * @param arguments after the file
     */
    public static ServerProgram start(Path program, int port, List<String> lines, String... arguments) {
        try {
            Path folder = folder();
            List<String> all = new ArrayList<>(lines);
            all.add("bind 127.0.0.1");
            all.add("dir " + folder);
            Path file = Files.write(folder.resolve("server.conf"), all);
            List<String> words = new ArrayList<>(List.of(program.toString(), file.toString()));
            words.addAll(List.of(arguments));
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("server.log").toFile())
                    .start();
            ServerProgram server = new ServerProgram(process, port);
            await().atMost(Duration.ofSeconds(20)).until(server::listens);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** The first line of the reply to commands, each on a line of its own. */
    public String ask(String... commands) {
        return ask(port, commands);
    }

    public static String ask(int port, String... commands) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            var in = new java.io.BufferedReader(
                    new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String reply = "";
            for (String command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                reply = String.valueOf(in.readLine());
            }
            return reply;
        } catch (IOException e) {
            return "-" + e.getMessage();
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new AssertionError("it ended at once, see target/test-redis/*/server.log");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
