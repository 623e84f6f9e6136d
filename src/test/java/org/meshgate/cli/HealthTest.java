package org.meshgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.cli.health.HealthCommand;
import org.meshgate.config.reader.Settings;
import org.meshgate.config.reader.SettingsReader;
import picocli.CommandLine;

/** {@code health} and a server that is well, not ready, away, slow, or none at all. */
class HealthTest {

    private static final String READY = "/q/health/ready";
    private static final String LIVE = "/q/health/live";

    @TempDir
    Path directory;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch theEnd = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    private record Told(int exitCode, String out, String err) {}

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void itsEnd() {
        theEnd.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "localhost"})
    void theServerOfTheConfigurationIsAskedOnLoopback(String host) throws IOException {
        // Given
        answers(READY, 200);
        // When
        Told told = health("--config", config(host, port()));
        // Then
        assertThat(told).isEqualTo(new Told(0, "ok: http://127.0.0.1:" + port() + READY + "\n", ""));
        assertThat(asked).containsExactly("GET " + READY);
    }

    @ParameterizedTest
    @CsvSource({"'::',[::1]", "'::1',[0:0:0:0:0:0:0:1]", "192.0.2.7,192.0.2.7"})
    void loopbackUrlFollowsTheAddress(String host, String expected) throws IOException {
        Settings settings = SettingsReader.read(Path.of(config(host, 9001)), true, Map.of(), Map.of());
        assertThat(HealthCommand.own(settings, READY)).hasToString("http://" + expected + ":9001" + READY);
    }

    @Test
    void unreadyServerCanBeLive() throws IOException {
        // Given
        answers(READY, 503);
        answers(LIVE, 200);
        String config = config("127.0.0.1", port());
        // Then
        String ready = "http://127.0.0.1:" + port() + READY;
        assertThat(health("--config", config)).isEqualTo(new Told(1, "", ready + " answers 503.\n"));
        assertThat(health("--config", config, "--live").exitCode()).isZero();
        assertThat(asked).containsExactly("GET " + READY, "GET " + LIVE);
    }

    @Test
    void urlOptionChecksAnotherServer() {
        answers("/health", 200);
        String url = "http://localhost:" + port() + "/health";
        assertThat(health("--url", url)).isEqualTo(new Told(0, "ok: " + url + "\n", ""));
        assertThat(health("--url", url + "/no").exitCode()).isZero(); // the context answers for all below it
        assertThat(health("--url", "http://localhost:" + port() + "/other").err())
                .endsWith("/other answers 404.\n");
    }

    @Test
    void redirectIsNotHealthy() {
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/health");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        assertThat(health("--url", "http://localhost:" + port() + "/moved").err())
                .endsWith("/moved answers 302.\n");
    }

    @Test
    void nothingListensThere() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + free + "/";
        assertThat(health("--url", url))
                .isEqualTo(new Told(1, "", url + " cannot be reached. Does the server run, and listen there?\n"));
    }

    @Test
    void responseAfterTheTimeoutIsAFailure() {
        // Given a server that begins its answer, and does not end it
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
            await(theEnd);
        });
        // When
        Told told = health("--timeout", "1", "--url", "http://localhost:" + port() + "/slow");
        // Then
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.err()).endsWith("/slow does not answer within 1 s.\n").hasLineCount(1);
    }

    @Test
    void serverThatSpeaksNoHttpIsNotHealthy() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> speak(other));
            Told told = health("--url", "http://localhost:" + other.getLocalPort() + "/");
            assertThat(told.exitCode()).isEqualTo(1);
            assertThat(told.err()).contains("gives no answer in HTTP").hasLineCount(1);
        }
    }

    @Test
    void invalidConfigurationIsReportedInOneLine() throws IOException {
        Path config = Files.writeString(directory.resolve("bad.yaml"), "server:\n  management_port: many\n");
        assertThat(health("--config", config.toString()).err())
                .startsWith("Configuration: server.management_port")
                .hasLineCount(1);
        assertThat(health("--config", config("127.0.0.1", 0)))
                .isEqualTo(new Told(1, "", "server.management_port is 0, any free one. Name the server with --url.\n"));
    }

    private void answers(String path, int status) {
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    private static void speak(ServerSocket other) {
        try (Socket client = other.accept()) {
            client.getInputStream().read();
            client.getOutputStream().write("220 mail.example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            // the command has seen enough
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private String config(String host, int port) throws IOException {
        return Files.writeString(
                        directory.resolve("config.yaml"),
                        "server:\n  management_host: \"" + host + "\"\n  management_port: " + port + "\n")
                .toString();
    }

    private static Told health(String... options) {
        List<String> words = new ArrayList<>(List.of("health"));
        words.addAll(List.of(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = MeshgateCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(MeshgateCommand::printFailure);
        return new Told(line.execute(words.toArray(String[]::new)), out.toString(), err.toString());
    }
}
