package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account half of the user management guide, pasted against the packaged program. */
class AccountWorkflowIT {

    private static final String USERS = "/api/v1/users";

    @TempDir
    static Path directory;

    private static RealRedis redis;
    private static Meshgate meshgate;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
        meshgate = Meshgate.serve(directory, Map.of("P3D_REDIS_URL", redis.url()));
        RestAssured.baseURI = meshgate.url();
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        redis.close();
    }

    @Test
    void theWorkflowOfTheGuide() {
        // Given a new user
        json(Map.of("username", "alice", "email", "alice@example.com", "password", "mypassword"))
                .post(USERS + "/register")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("user.user_id", matchesPattern("user_[0-9a-f]{16}"))
                .body("user.role", equalTo("user"))
                .body("token", matchesPattern("p3d_[0-9A-Za-z]{49}"));
        // When they log in
        Response login =
                json(Map.of("username", "alice", "password", "mypassword")).post(USERS + "/login");
        login.then()
                .statusCode(200)
                .body("token_name", equalTo("Login token - alice"))
                .body("expires_at", notNullValue());
        String token = login.path("token");
        // Then the profile is theirs
        as(token)
                .get(USERS + "/me")
                .then()
                .statusCode(200)
                .body("user.username", equalTo("alice"))
                .body("token.kind", equalTo("login"));
        // And tokens can be made, listed and revoked
        Response made = as(token)
                .contentType(ContentType.JSON)
                .body(Map.of("token_name", "My App Token", "expires_in_days", 365))
                .post(USERS + "/tokens");
        made.then().statusCode(200).body("token_info.name", equalTo("My App Token"));
        as(token)
                .get(USERS + "/tokens")
                .then()
                .statusCode(200)
                .body("total_count", equalTo(3))
                .body("tokens.name", hasItems("My App Token", "Login token - alice"));
        as(token)
                .delete(USERS + "/tokens/" + made.path("token_info.token_prefix"))
                .then()
                .statusCode(200);
        as(made.<String>path("token")).get(USERS + "/me").then().statusCode(401);
        // And the password can be changed
        as(token)
                .contentType(ContentType.JSON)
                .body(Map.of("old_password", "mypassword", "new_password", "newsecret456"))
                .put(USERS + "/me/password")
                .then()
                .statusCode(200)
                .body("revoked_tokens", equalTo(1));
        // And a logout ends the token
        as(token).post(USERS + "/logout").then().statusCode(200);
        as(token).get(USERS + "/me").then().statusCode(401).body("detail", equalTo("Invalid token"));
    }

    @Test
    void theAdministratorsWorkflowOfTheGuide() {
        // Given an administrator, made on the command line while the server runs
        Meshgate.Result made = Meshgate.run(
                directory,
                Map.of("P3D_REDIS_URL", redis.url()),
                "admin_password\n",
                "create-admin",
                "--username",
                "admin",
                "--email",
                "admin@example.com",
                "--password-stdin");
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).matches("user_id: user_[0-9a-f]{16}\ntoken: p3d_[0-9A-Za-z]{49}\n");
        String cliToken = made.out().replaceAll("(?s).*token: (\\S+)\n", "$1");
        as(cliToken)
                .get(USERS + "/me")
                .then()
                .statusCode(200)
                .body("user.role", equalTo("admin"))
                .body("token.kind", equalTo("api"))
                .body("token.expires_at", notNullValue());
        // When they log in as the guide does
        String token = json(Map.of("username", "admin", "password", "admin_password"))
                .post(USERS + "/login")
                .path("token");
        String bob = json(Map.of("username", "bob", "email", "bob@example.com", "password", "bobs password"))
                .post(USERS + "/register")
                .path("user.user_id");
        // Then they see and delete users
        as(token)
                .get(USERS + "/admin/users?limit=100&offset=0")
                .then()
                .statusCode(200)
                .body("users.username", hasItems("admin", "bob"));
        as(token).get(USERS + "/admin/users/" + bob).then().statusCode(200).body("user.username", equalTo("bob"));
        as(token)
                .delete(USERS + "/admin/users/" + bob)
                .then()
                .statusCode(200)
                .body("message", equalTo("User " + bob + " deleted successfully"));
        as(token).get(USERS + "/admin/users/" + bob).then().statusCode(404).body("error", equalTo("USER_NOT_FOUND"));
    }

    @Test
    void failuresAreProblemDocuments() {
        given().get(USERS + "/me")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer realm=\"meshgate\""))
                .body("error", equalTo("TOKEN_REQUIRED"))
                .body("request_id", notNullValue());
        json(Map.of("username", "x"))
                .post(USERS + "/register")
                .then()
                .statusCode(422)
                .body("errors.field", contains("username", "email", "password"));
        given().contentType(ContentType.JSON)
                .body("{")
                .post(USERS + "/login")
                .then()
                .statusCode(400);
        given().contentType(ContentType.JSON)
                .body("{\"username\":7}")
                .post(USERS + "/login")
                .then()
                .statusCode(422);
        given().get("/nope").then().statusCode(404).body("error", equalTo("NOT_FOUND"));
        given().delete("/health").then().statusCode(405).header("Allow", equalTo("GET, HEAD"));
        json(Map.of("username", "a".repeat(2_000_000)))
                .post(USERS + "/login")
                .then()
                .statusCode(413);
    }

    @Test
    void whatTheServerSaysOfItself() {
        given().get("/").then().statusCode(200).body("name", equalTo("Meshgate"));
        given().get("/health").then().statusCode(200).body("status", equalTo("healthy"));
        given().get("/api/v1/system/health").then().statusCode(200);
        given().get("/api/v1/system/auth-status").then().statusCode(200).body("mode", equalTo("authenticated"));
        given().get("/openapi.json").then().statusCode(200).body("info.title", equalTo("Meshgate"));
        given().get("/q/openapi").then().statusCode(200);
        given().get("/docs").then().statusCode(200).body(containsString("swagger-ui"));
        given().get(meshgate.managementUrl() + "/q/health/live").then().statusCode(200);
        given().get(meshgate.managementUrl() + "/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"));
        given().get(meshgate.managementUrl() + "/q/health/started").then().statusCode(200);
        given().get(meshgate.managementUrl() + "/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("http_server_requests_seconds"));
        given().header("Origin", "https://studio.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options(USERS + "/tokens")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo("*"));
    }

    @Test
    void theLogHasALinePerRequestAndNoSecret() {
        String password = "the password of carol";
        String token = json(Map.of("username", "carol", "email", "carol@example.com", "password", password))
                .post(USERS + "/register")
                .path("token");
        as(token)
                .header("X-Request-Id", "find-me-in-the-log")
                .delete(USERS + "/tokens/" + token)
                .then()
                .statusCode(200);
        json(Map.of("username", "carol", "password", "wrong " + password))
                .post(USERS + "/login")
                .then()
                .statusCode(401);
        // a line is written when its answer is on the way, which can be after the client has it
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(meshgate.output())
                .containsPattern("DELETE /api/v1/users/tokens/\\[hidden] 200 \\d+ [\\d.]+ms"
                        + " user_[0-9a-f]{16}/tok_[0-9a-f]{16} find-me-in-the-log")
                .containsPattern("POST /api/v1/users/login 401 "));
        assertThat(meshgate.output()).doesNotContain(token).doesNotContain(password);
    }

    @Test
    void aReroutedRequestIsOneLineInTheLog() {
        given().header("X-Request-Id", "once-only").get("/openapi.json").then().statusCode(200);
        given().header("X-Request-Id", "the-next-one").get("/health").then().statusCode(200);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(meshgate.output()).contains("the-next-one"));
        assertThat(meshgate.output()).containsOnlyOnce("once-only");
    }

    private static RequestSpecification json(Object body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
