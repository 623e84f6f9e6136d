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
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class SignedLinkTest {

    private static final String FILE = "/test-files/linked.glb";
    private static final String CONTENT = "0123456789";
    private static final String INVALID = "This link is not valid.";

    @TestHTTPResource("/")
    URI server;

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Api.Account user;
    private String link;

    @BeforeEach
    void prepare() {
        Outputs.write("linked.glb", CONTENT);
        user = Api.register();
        link = link(user);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void linkOpensTheFileWithoutAToken() {
        assertThat(link)
                .startsWith(server.toString().replaceAll("/$", "") + FILE + "?exp=")
                .contains("&sig=" + user.userId() + ".");
        given().get(link).then().statusCode(200).body(equalTo(CONTENT));
        given().head(link).then().statusCode(200).header("Content-Length", "10");
        given().header("Range", "bytes=2-3").get(link).then().statusCode(206).body(equalTo("23"));
        given().get(link + "&filename=chair&format=file")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("chair.glb"));
        given().get(link + "&format=base64").then().statusCode(200).body("filename", equalTo("linked.glb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer nonsense", "Bearer " + Api.UNKNOWN_TOKEN, "Basic eDp5", ""})
    void ignoresOtherHeaders(String header) {
        given().header("Authorization", header).get(link).then().statusCode(200).body(equalTo(CONTENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?sig=x", "?exp=1", "?exp=1&sig=", "?exp=1&sig=x&sig=y"})
    void tokenIsUsedBesideABadLink(String query) {
        as(user).get(FILE + query).then().statusCode(200).body(equalTo(CONTENT));
        as(user).get(FILE + "/who" + query).then().statusCode(200).body(containsString(user.userId() + "/tok_"));
        String writer = as(user).contentType("application/json")
                .body(Map.of("token_name", "w", "scopes", List.of("jobs:write")))
                .post(Api.TOKENS)
                .path("token");
        assertProblem(as(writer).get(FILE + query), 403, "INSUFFICIENT_SCOPE", containsString("jobs:read"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer nonsense", "Bearer " + Api.UNKNOWN_TOKEN, "Basic eDp5", "Bearer a b", ""})
    void rejectsBadTokenBesideBadLink(String header) {
        assertProblem(given().header("Authorization", header).get(FILE + "?exp=1&sig=x"), 403, "LINK_INVALID", INVALID);
        clock.advance(Duration.ofDays(7).plusSeconds(1));
        assertProblem(
                given().header("Authorization", header).get(link),
                403,
                "LINK_EXPIRED",
                containsString("This link has expired."));
    }

    @Test
    void rejectsLinkWithParametersOfAnotherFile() {
        assertProblem(given().get(link + "&asset=x"), 403, "LINK_INVALID", INVALID);
        given().get(link + "&asset=").then().statusCode(200);
        as(user).get(link + "&asset=x").then().statusCode(200);
    }

    @Test
    void rejectsAlteredOrIncompleteLinks() {
        String exp = query("exp", link);
        String sig = query("sig", link);
        String other = Api.register().userId();
        for (String query : List.of(
                "exp=" + exp,
                "sig=" + sig,
                "exp=" + exp + "&sig=",
                "exp=&sig=" + sig,
                "exp=" + exp + "&sig=" + sig + "&sig=" + sig,
                "exp=" + exp + "&exp=" + exp + "&sig=" + sig,
                "exp=" + (Long.parseLong(exp) + 1) + "&sig=" + sig,
                "exp=" + exp + "&sig=" + sig.replace(user.userId(), other),
                "exp=" + exp + "&sig=" + sig.replace(user.userId(), "-"),
                "exp=" + exp + "&sig=" + sig.substring(0, sig.length() - 1),
                "exp=%00&sig=" + sig)) {
            assertProblem(given().urlEncodingEnabled(false).get(FILE + "?" + query), 403, "LINK_INVALID", INVALID)
                    .body("instance", equalTo(FILE));
        }
    }

    @Test
    void invalidPercentEncodingIsNoServerError() throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + FILE + "?exp=1&sig=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 40")
                    .doesNotContain("%zz");
        }
    }

    @Test
    void rejectsLinkForAnotherPath() {
        Outputs.write("other.glb", CONTENT);
        String query = link.substring(link.indexOf('?'));
        for (String path :
                List.of("/test-files/other.glb", FILE + "/who", "/test-files/Linked.glb", "/test-files/linked%2Eglb")) {
            assertProblem(given().urlEncodingEnabled(false).get(path + query), 403, "LINK_INVALID", INVALID);
        }
    }

    @Test
    void otherRoutesNeedAToken() {
        String query = link.substring(link.indexOf('?'));
        assertProblem(given().get(FILE + "/tokens-only" + query), 401, "TOKEN_REQUIRED", containsString("missing"));
        as(user).get(FILE + "/tokens-only?sig=x").then().statusCode(200);
        // nor for a method that changes something
        assertProblem(given().post(link), 401, "TOKEN_REQUIRED", containsString("missing"));
        as(user).post(FILE + "?sig=x").then().statusCode(200);
    }

    @Test
    void linkExpiresAfterItsLifetime() {
        clock.advance(Duration.ofHours(84));
        given().get(link).then().statusCode(200);
        clock.advance(Duration.ofHours(84).plusSeconds(1));
        assertProblem(given().get(link), 403, "LINK_EXPIRED", containsString("This link has expired."));
        as(user).get(link).then().statusCode(200).body(equalTo(CONTENT));
        clock.reset();
        given().get(link).then().statusCode(200);
    }

    @Test
    void linkUsesTheCurrentRoleOfItsViewer() {
        Api.Account admin = accounts.createAdmin();
        String whose = FILE + "/who?"
                + as(admin).get(FILE + "/who/link").then().extract().asString();
        given().get(whose).then().statusCode(200).body(equalTo(admin.userId() + "/link true"));
        // When the administrator is one no more
        change(admin, "\"role\":\"admin\"", "\"role\":\"user\"");
        // Then neither is the link
        given().get(whose).then().statusCode(200).body(equalTo(admin.userId() + "/link false"));
    }

    @Test
    void rejectsLinkOfADisabledViewer() {
        change(user, "\"is_active\":true", "\"is_active\":false");
        assertProblem(given().get(link), 403, "LINK_INVALID", INVALID);
    }

    @Test
    void rejectsLinkOfADeletedViewer() {
        Api.Account admin = accounts.createAdmin();
        as(admin).delete(Api.ADMIN_USERS + "/" + user.userId()).then().statusCode(200);
        assertProblem(given().get(link), 403, "LINK_INVALID", INVALID);
    }

    @Test
    void linkOutlivesItsToken() {
        as(user).post(Api.USERS + "/logout").then().statusCode(200);
        given().get(link).then().statusCode(200);
    }

    @Test
    void signingKeyIsStoredAndNotRevealed() {
        assertThat(redis.get("link_secret")).matches("[A-Za-z0-9_-]{43}");
        assertThat(link).doesNotContain(redis.get("link_secret"));
        clock.stop();
        assertThat(link(user)).isEqualTo(link(user));
    }

    @Test
    void missingFileIs404ThroughALink() throws IOException {
        Files.delete(Outputs.FOLDER.resolve("linked.glb"));
        assertProblem(given().get(link), 404, "FILE_NOT_FOUND", "The file is no longer on the server.");
    }

    @Test
    void linkIgnoresForwardingHeaders() {
        String url = as(user).headers(Map.of(
                        "Host", "Studio.Example:1234",
                        "X-Forwarded-Host", "evil.example",
                        "X-Forwarded-Proto", "https",
                        "Forwarded", "host=evil.example;proto=https"))
                .get(FILE + "/link")
                .asString();
        assertThat(url).startsWith("http://studio.example:1234/test-files/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\"b", "<script>", "a:b", ":80", "[zz]", "a/b", "user@host"})
    void doesNotEchoInvalidHost(String host) {
        Response response = as(user).header("Host", host).get(FILE + "/link");
        if (response.statusCode() == 200) {
            assertThat(response.asString()).startsWith("http://127.0.0.1:" + server.getPort() + "/");
        } else {
            assertThat(response.statusCode()).isEqualTo(400);
        }
    }

    private String link(Api.Account account) {
        return as(account).get(FILE + "/link").then().statusCode(200).extract().asString();
    }

    private void change(Api.Account account, String from, String to) {
        String key = "user:" + account.userId();
        String json = redis.get(key);
        assertThat(json).contains(from);
        redis.set(key, json.replace(from, to));
    }

    private static String query(String name, String url) {
        return url.replaceFirst(".*[?&]" + name + "=([^&]*).*", "$1");
    }
}
