package org.meshgate.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.RawHttp;
import org.meshgate.testing.RedisResource;

/** Whatever a client sends: an answer that helps, nothing changed, and never a 500. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class BadInputTest {

    private static final String LOGIN = USERS + "/login";
    private static final int LIMIT = 1024 * 1024;

    @TestHTTPResource("/")
    URI server;

    @Test
    void otherMethodGets405WithAllow() {
        assertProblem(given().patch(LOGIN), 405, "METHOD_NOT_ALLOWED", containsString("method"))
                .header("Allow", equalTo("POST"));
        assertProblem(as(Api.register()).put(ME), 405, "METHOD_NOT_ALLOWED", containsString("method"))
                .header("Allow", equalTo("DELETE, GET, HEAD"));
        assertProblem(given().put("/health"), 405, "METHOD_NOT_ALLOWED", containsString("method"))
                .header("Allow", equalTo("GET, HEAD"));
    }

    @Test
    void optionsAnswersTheMethodsOfThePath() {
        Api.Account user = Api.register();
        as(user).options(ME).then().statusCode(200).header("Allow", equalTo("DELETE, GET, HEAD, OPTIONS"));
        as(user).options(ME + "/password").then().statusCode(200).header("Allow", equalTo("PUT, OPTIONS"));
    }

    @Test
    void otherMethodOfRouteBelowThatOfAnotherClassGets405WithAllow() {
        Api.Account user = Api.register();
        assertProblem(
                        as(user).put(Api.ADMIN_USERS + "/" + user.userId() + "/reset-link"),
                        405,
                        "METHOD_NOT_ALLOWED",
                        containsString("method"))
                .header("Allow", equalTo("POST"));
        assertProblem(
                        as(user).put(ME + "/webhooks/wh_0000000000000000/deliveries"),
                        405,
                        "METHOD_NOT_ALLOWED",
                        containsString("method"))
                .header("Allow", equalTo("GET, HEAD"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nope",
                "/api",
                "/api/v1",
                "/api/v1/users",
                "/api/v1/users/me/nothing",
                "/api/v1/users/admin",
                "/api/v2/users/me",
                "/..%2f..%2fetc/passwd",
                "/favicon.ico",
                "/api/v1/users/%00"
            })
    void unknownRouteIs404(String path) {
        Response response = given().urlEncodingEnabled(false).get(path);
        assertProblem(response, 404, "NOT_FOUND", "There is no such route. See /docs for those there are.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/users/tokens/%ff", "/api/v1/users/tokens/%00", "/a%0d%0ab"})
    void unusualPathIsNoServerError(String path) throws IOException {
        String answer =
                RawHttp.exchange(server, "DELETE " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*").contains("application/problem+json", "request_id");
    }

    /** Quarkus refuses these before any route of the program sees them, so there is no problem document. */
    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz", "/api/v1/users/admin/users/%"})
    void rejectsPathThatIsNoUri(String path) throws IOException {
        String answer = RawHttp.exchange(server, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void keepsSafeRequestId() {
        given().header("X-Request-Id", "trace-42.a_B")
                .get("/health")
                .then()
                .header("X-Request-Id", equalTo("trace-42.a_B"));
        for (String bad : new String[] {
            "a b",
            "x".repeat(65),
            "{\"a\":1}",
            "a;b",
            Api.UNKNOWN_TOKEN,
            "id." + Api.UNKNOWN_TOKEN,
            "p3i_" + "A".repeat(24),
            "AbC-dEfGhIjKlMnOpQrStUvWxYz012345678_2XEfEw",
            "a.AbC-dEfGhIjKlMnOpQrStUvWxYz012345678_2XEfEw"
        }) {
            String id = given().header("X-Request-Id", bad).get("/health").header("X-Request-Id");
            assertThat(id).matches("[0-9a-f]{16}");
        }
        for (String fine : new String[] {"0".repeat(64), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}) {
            given().header("X-Request-Id", fine).get("/health").then().header("X-Request-Id", equalTo(fine));
        }
    }

    @Test
    void problemsRedactTokensOfThePath() {
        Api.Account alice = Api.register();
        String token = Api.createToken(Api.register(), "other's");
        Response response = as(alice).delete(TOKENS + "/" + token);
        assertProblem(response, 404, "TOKEN_NOT_FOUND", "Token not found")
                .body("instance", equalTo("/api/v1/users/tokens/[hidden]"));
        assertThat(response.asString()).doesNotContain(token);
    }

    private static byte[] body(int size) {
        String start = "{\"password\":\"x\",\"username\":\"";
        return (start + "a".repeat(size - start.length() - 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close\r\n",
                "Connection: Upgrade, HTTP2-Settings, close\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n"
            })
    void rejectsHttp2Upgrade(String more) throws IOException {
        // When
        String answer =
                RawHttp.exchange(server, "GET /health HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\n" + more + "\r\n");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"healthy\"");
    }
}
