package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One setting tells a collector of traces about requests; without it nobody is told. */
class TracingIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream exported = new ByteArrayOutputStream();
    private RealRedis redis;
    private HttpServer collector;

    @BeforeEach
    void givenACollector() throws IOException {
        redis = new RealRedis();
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            synchronized (exported) {
                exported.writeBytes(exchange.getRequestBody().readAllBytes());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
        redis.close();
    }

    @Test
    void aTraceIsContinuedAndNamedInTheLog() {
        try (Meshgate meshgate = serve(Map.of(
                "P3D_TRACING__ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort()))) {
            Client alice = Client.user(meshgate, "alice", "a long enough one");
            // When
            alice.request()
                    .header("traceparent", PARENT)
                    .queryParam("with", "a-secret-in-the-query")
                    .get(Client.USERS + "/me");
            // Then
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(exported()).contains("/api/v1/users/me"));
            assertThat(exported()).doesNotContain(alice.token(), "a-secret-in-the-query", "a long enough one");
            assertThat(meshgate.output().lines().filter(line -> line.contains(" /api/v1/users/me ")))
                    .singleElement()
                    .asString()
                    .endsWith(" " + TRACE);
        }
    }

    @Test
    void aShareOfNothingIsNothingWhateverTheClientWants() {
        try (Meshgate meshgate = serve(Map.of(
                "P3D_TRACING__ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "P3D_TRACING__SAMPLE_RATIO",
                "0"))) {
            given().header("traceparent", PARENT)
                    .get(meshgate.url() + "/health")
                    .then()
                    .statusCode(200);
        } // its end sends what waits
        assertThat(exported()).isEmpty();
    }

    @Test
    void withoutTheSettingThereIsNoTrace() {
        try (Meshgate meshgate = serve(Map.of())) {
            given().header("traceparent", PARENT)
                    .get(meshgate.url() + "/health")
                    .then()
                    .statusCode(200);
            assertThat(meshgate.output()).doesNotContain(TRACE);
        }
        assertThat(exported()).isEmpty();
    }

    private Meshgate serve(Map<String, String> settings) {
        return Meshgate.serve(directory, settings, "--redis-url", redis.url());
    }

    private String exported() {
        synchronized (exported) {
            return exported.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
