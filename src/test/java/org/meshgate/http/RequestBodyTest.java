package org.meshgate.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
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
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.RawHttp;
import org.meshgate.testing.RedisResource;

/** Request bodies: JSON, encoding, size and media type. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class RequestBodyTest {

    private static final String LOGIN = USERS + "/login";
    private static final int LIMIT = 1024 * 1024;

    /** Of routes without a caller. */
    private static final int PUBLIC_LIMIT = 16 * 1024;

    @TestHTTPResource("/")
    URI server;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"username\":\"a\",}",
                "{\"username\":\"a\" \"password\":\"b\"}",
                "{'username':'a','password':'b'}",
                "{\"username\":NaN,\"password\":\"b\"}",
                "{\"username\":\"a\",\"password\":\"b\"} trailing",
                "{\"username\":\"a\",\"password\":\"b\"}{}",
                "{\"username\":\"\\ud8\"}",
                "{\"username\":\"line\nbreak\"}",
                "{\"username\":\"a\",\"password\":\"b\",\"password\":\"c\"}",
                "null",
                "[]",
                "[{}]",
                "7",
                "\"text\"",
                "true",
                "not json at all"
            })
    void rejectsBodyThatIsNoJsonObject(String body) {
        assertProblem(post(body.getBytes(StandardCharsets.UTF_8)), 400, "MALFORMED_BODY", containsString("body"));
    }

    @Test
    void rejectsInvalidUtf8() {
        String json = "{\"username\":\"żółć\",\"password\":\"x\"}";
        for (String charset : new String[] {"ISO-8859-2", "UTF-16", "UTF-16LE", "UTF-32BE"}) {
            assertProblem(
                    post(json.getBytes(Charset.forName(charset))),
                    400,
                    "MALFORMED_BODY",
                    "The body is not text in UTF-8.");
        }
    }

    @Test
    void deepNestingIsRefused() {
        String lists = "{\"unknown\":" + "[".repeat(7_000) + "]".repeat(7_000) + "}";
        assertProblem(post(lists.getBytes(StandardCharsets.UTF_8)), 400, "MALFORMED_BODY", containsString("too deep"));
        String unknown = "{\"unknown\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(40) + "}";
        assertProblem(
                post(unknown.getBytes(StandardCharsets.UTF_8)), 400, "MALFORMED_BODY", containsString("too deep"));
    }

    @Test
    void tooManyMembersAreRefused() {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 20_000; i++) {
            body.append("\"k").append(i).append("\":1,");
        }
        assertProblem(
                as(Api.register())
                        .contentType("application/json")
                        .body(body.append("\"username\":\"x\"}").toString().getBytes(StandardCharsets.UTF_8))
                        .post(TOKENS),
                400,
                "MALFORMED_BODY",
                containsString("too many members"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "1.5", "[]", "{}", "[\"a\"]"})
    void wrongTypeErrorNamesItsField(String value) {
        assertProblem(
                        post(("{\"username\":" + value + ",\"password\":\"x\"}").getBytes(StandardCharsets.UTF_8)),
                        422,
                        "VALIDATION_FAILED",
                        "username must be text")
                .body("errors[0].field", equalTo("username"));
    }

    /** The members, the field, and what it must be. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'expires_in_days':'30'}|expires_in_days|must be a whole number of at most 32 bits",
                "{'expires_in_days':''}|expires_in_days|must be a whole number of at most 32 bits",
                "{'expires_in_days':1.5}|expires_in_days|must be a whole number of at most 32 bits",
                "{'expires_in_days':true}|expires_in_days|must be a whole number of at most 32 bits",
                "{'expires_in_days':[30]}|expires_in_days|must be a whole number of at most 32 bits",
                "{'expires_in_days':99999999999}|expires_in_days|must be a whole number of at most 32 bits",
                "{'expires_in_days':99999999999999999999}|expires_in_days|must be a whole number of at most 32 bits",
                "{'expires_in_days':31337}|expires_in_days|must be a whole number from 1 to 3650",
                "{'token_name':31337}|token_name|must be text",
                "{'scopes':'account'}|scopes|must be a list",
                "{'scopes':{'account':true}}|scopes|must be a list",
                "{'scopes':['account',31337]}|scopes[1]|must be text"
            })
    void wrongTypeErrorNamesFieldAndTypeButNoValue(String members, String field, String rule) {
        // Given
        String body = members.contains("token_name") ? members : members.replaceFirst("\\{", "{'token_name':'x',");
        // When
        Response response = as(Api.register())
                .contentType("application/json")
                .body(body.replace('\'', '"'))
                .post(TOKENS);
        // Then
        assertProblem(response, 422, "VALIDATION_FAILED", field + " " + rule)
                .body("errors.field", contains(field))
                .body("errors.message", contains(rule));
        String id = response.path("request_id"); // random digits
        assertThat(response.asString().replace(id, "")).doesNotContain("31337");
    }

    @Test
    void namesEveryOtherType() {
        Api.Account alice = Api.register();
        assertProblem(
                as(alice)
                        .contentType("application/json")
                        .body("{\"revoke_api_tokens\":\"yes\"}")
                        .put(ME + "/password"),
                422,
                "VALIDATION_FAILED",
                "revoke_api_tokens must be true or false");
    }

    @Test
    void unknownFieldsAreIgnored() {
        Api.Account alice = Api.register();
        post(("{\"username\":\"" + alice.username() + "\",\"password\":\"" + Api.PASSWORD
                                + "\",\"remember_me\":{\"deep\":[1,2]}}")
                        .getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(200);
    }

    @Test
    void rejectsBodyOverTheLimit() throws IOException {
        // Given one byte over the limit
        Api.Account alice = Api.register();
        byte[] large = body(LIMIT + 1);
        // When it is announced, and when far more is
        assertProblem(post(alice, body(LIMIT * 12)), 413, "BODY_TOO_LARGE", containsString("limit of 1048576 bytes"));
        assertProblem(post(alice, large), 413, "BODY_TOO_LARGE", "The body is larger than the limit of 1048576 bytes.");
        // When it comes in chunks, with no length told
        String answer = RawHttp.exchange(
                server,
                "POST " + TOKENS + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer " + alice.token() + "\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(large.length) + "\r\n"
                        + new String(large, StandardCharsets.US_ASCII) + "\r\n0\r\n\r\n");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("application/problem+json", "BODY_TOO_LARGE");
    }

    @Test
    void acceptsBodyOfExactlyTheLimit() {
        assertProblem(post(Api.register(), body(LIMIT)), 422, "VALIDATION_FAILED", containsString("token_name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "register"})
    void limitsBodiesOfPublicRoutes(String route) throws IOException {
        String path = Api.USERS + "/" + route;
        byte[] large = body(PUBLIC_LIMIT + 1);
        // Given a body of exactly the limit, and one of a byte more, announced or not
        given().contentType("application/json")
                .body(body(PUBLIC_LIMIT))
                .post(path)
                .then()
                .statusCode(422);
        assertProblem(
                given().contentType("application/json").body(large).post(path),
                413,
                "BODY_TOO_LARGE",
                "The body is larger than the limit of 16384 bytes.");
        String answer = RawHttp.exchange(
                server,
                "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(large.length) + "\r\n"
                        + new String(large, StandardCharsets.US_ASCII) + "\r\n0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("application/problem+json", "BODY_TOO_LARGE");
        // And a token changes nothing, because such a route does not look at it
        assertProblem(
                as(Api.register()).contentType("application/json").body(large).post(path),
                413,
                "BODY_TOO_LARGE",
                containsString("16384"));
    }

    @Test
    void rejectsStalledBody() throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("POST " + LOGIN + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 1000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("The body took too long.");
        }
    }

    @Test
    void doesNotReadUnauthenticatedBodies() throws IOException {
        // Given a body that never comes
        String answer = RawHttp.exchange(
                server,
                "POST " + TOKENS
                        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
        // Then the answer does not wait for it
        assertThat(answer).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void sends100Continue() throws IOException {
        String body = "{\"username\":\"nobody\",\"password\":\"x\"}";
        String answer = RawHttp.exchange(
                server,
                "POST " + LOGIN + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
        assertThat(answer).startsWith("HTTP/1.1 100 ").contains("HTTP/1.1 401 ", "INVALID_CREDENTIALS");
    }

    @Test
    void otherMediaTypesAreRefused() {
        assertProblem(
                given().contentType("text/plain").body("username=a").post(LOGIN),
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                containsString("application/json"));
        assertProblem(
                given().contentType("application/x-www-form-urlencoded")
                        .body("username=a")
                        .post(LOGIN),
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                containsString("application/json"));
        assertProblem(
                given().accept("image/png").get("/health"), 406, "NOT_ACCEPTABLE", containsString("Accept header"));
    }

    private static Response post(byte[] body) {
        return given().contentType("application/json").body(body).post(LOGIN);
    }

    private static Response post(Api.Account caller, byte[] body) {
        return as(caller).contentType("application/json").body(body).post(TOKENS);
    }

    private static byte[] body(int size) {
        String start = "{\"password\":\"x\",\"username\":\"";
        return (start + "a".repeat(size - start.length() - 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }
}
