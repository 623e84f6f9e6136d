package org.meshgate.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real nginx with {@code deploy/proxy/nginx.conf}, of which addresses, ports and places of files alone are changed. */
final class Nginx implements AutoCloseable {

    private static final Path CONFIGURATION = Path.of("deploy", "proxy", "nginx.conf");
    private static final long LIMIT_SECONDS = 30;

    private final Process process;
    private final int port;
    private final Path configuration;

    private Nginx(Process process, int port, Path configuration) {
        this.process = process;
        this.port = port;
        this.configuration = configuration;
    }

    /** Where it is installed, if it is. */
    static Optional<Path> executable() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it with a folder of its own, and waits until it listens. */
    static Nginx start(Path folder, int meshgate, int tool) {
        return start(folder, List.of(meshgate), tool);
    }

    /** The same with several replicas. */
    static Nginx start(Path folder, List<Integer> replicas, int tool) {
        int port = Meshgate.freePort();
        try {
            String text = Files.readString(CONFIGURATION)
                    .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
                    .replaceAll("(?m)^ *ssl_.*$", "")
                    .replace(
                            "server 127.0.0.1:7842;",
                            replicas.stream().map(Nginx::server).collect(Collectors.joining("\n")))
                    .replace("127.0.0.1:8188", "127.0.0.1:" + tool)
                    .replace("/var/log/nginx/", folder + "/")
                    .replace(
                            "http {",
                            "http {\n" + temporary("client_body", folder) + temporary("proxy", folder)
                                    + temporary("fastcgi", folder) + temporary("uwsgi", folder)
                                    + temporary("scgi", folder));
            Path configuration = Files.writeString(folder.resolve("nginx.conf"), text);
            Process process = new ProcessBuilder(
                            executable().orElseThrow().toString(),
                            "-p",
                            folder.toString(),
                            "-c",
                            configuration.toString(),
                            "-g",
                            "daemon off; pid " + folder + "/nginx.pid; error_log " + folder + "/error.log;")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.log").toFile())
                    .start();
            Nginx nginx = new Nginx(process, port, configuration);
            nginx.awaitPort(folder);
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String server(int replica) {
        return "server 127.0.0.1:" + replica + ";";
    }

    /** A replica gets no new requests; those that it has are finished. */
    void takeOut(int replica) {
        reload(server(replica), server(replica).replace(";", " down;"));
    }

    /** It gets requests again. */
    void putBack(int replica) {
        reload(server(replica).replace(";", " down;"), server(replica));
    }

    /** And waits until the workers of before are gone. */
    private void reload(String line, String changed) {
        try {
            Files.writeString(configuration, Files.readString(configuration).replace(line, changed));
            Set<Long> before = workers();
            new ProcessBuilder("kill", "-HUP", "" + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            await().atMost(Duration.ofSeconds(LIMIT_SECONDS))
                    .until(() -> !workers().isEmpty() && Collections.disjoint(workers(), before));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<Long> workers() {
        return process.children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static String temporary(String kind, Path folder) {
        return kind + "_temp_path " + folder + "/" + kind + ";\n";
    }

    private void awaitPort(Path folder) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        process.destroyForcibly();
        throw new AssertionError("nginx does not listen:\n" + Files.readString(folder.resolve("output.log")));
    }

    /** Sends lines as they are, and answers all that comes back. */
    String send(String... lines) {
        return sendBody("", lines);
    }

    /** The same with a body. */
    String sendBody(String body, String... lines) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
