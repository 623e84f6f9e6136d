package org.meshgate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real nginx with {@code deploy/proxy/nginx.conf}, of which addresses, ports and places of files alone are changed. */
final class Nginx implements AutoCloseable {

    private static final Path CONFIGURATION = Path.of("deploy", "proxy", "nginx.conf");
    private static final long LIMIT_SECONDS = 30;

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
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
        int port = Meshgate.freePort();
        try {
            String text = Files.readString(CONFIGURATION)
                    .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
                    .replaceAll("(?m)^ *ssl_.*$", "")
                    .replace("127.0.0.1:7842", "127.0.0.1:" + meshgate)
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
                            "daemon off; master_process off; pid " + folder + "/nginx.pid; error_log " + folder
                                    + "/error.log;")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.log").toFile())
                    .start();
            Nginx nginx = new Nginx(process, port);
            nginx.awaitPort(folder);
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
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
