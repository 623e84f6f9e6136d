package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Links without accounts, with the key and the address of the settings; and the hosts of the settings. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleModeWithKeys.class)
class SignedLinkSimpleModeTest {

    private static final String FILE = "/test-files/linked.glb";

    @TestHTTPResource("/")
    URI server;

    @Inject
    RedisView redis;

    private String query;

    @BeforeEach
    void prepare() {
        Outputs.write("linked.glb", "0123456789");
        String url = as("the-key")
                .get(FILE + "/link")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(url).startsWith("https://studio.example/3d" + FILE + "?exp=").contains("&sig=-.");
        query = url.substring(url.indexOf('?'));
    }

    @Test
    void linkNeedsNoApiKey() {
        assertProblem(given().get(FILE), 401, "TOKEN_REQUIRED", containsString("missing"));
        given().get(FILE + query).then().statusCode(200).body(equalTo("0123456789"));
        as("wrong").get(FILE + query).then().statusCode(200);
        as("the-key").get(FILE + query + "x").then().statusCode(200);
        assertProblem(as("wrong").get(FILE + query + "x"), 403, "LINK_INVALID", "This link is not valid.");
        assertProblem(given().get(FILE + query + "x"), 403, "LINK_INVALID", "This link is not valid.");
    }

    @Test
    void configuredKeysAreNotStoredInRedis() {
        assertThat(redis.exists("link_secret")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost:1", "localhost.", "studio.example:443", "[::1]:7842"})
    void acceptsConfiguredHosts(String host) throws IOException {
        assertThat(status(host, "/health")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "studio.example",
                "studio.example:80",
                "localhost.evil.example",
                "xlocalhost",
                "127.0.0.1",
                ""
            })
    void rejectsOtherHosts(String host) throws IOException {
        for (String path : new String[] {"/health", "/openapi.json", "/docs/", FILE, "/none"}) {
            assertThat(status(host, path)).isEqualTo(421);
        }
    }

    /** The HTTP server itself refuses these, before any route. */
    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\"b", "a/b"})
    void rejectsInvalidHostHeader(String host) throws IOException {
        assertThat(status(host, "/health")).isIn(400, 421);
    }

    @Test
    void refusalIsAProblemDocument() {
        assertProblem(
                given().header("Host", "evil.example").get("/health"),
                421,
                "MISDIRECTED_REQUEST",
                containsString("server.allowed_hosts"));
    }

    @Test
    void refusedBodyDoesNotBlockTheConnection() throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            String requests = "POST " + FILE + " HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 5\r\n\r\nhello"
                    + "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers).startsWith("HTTP/1.1 421 ").contains("HTTP/1.1 200 ");
        }
    }

    private int status(String host, String path) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(head.substring(9));
        }
    }
}
