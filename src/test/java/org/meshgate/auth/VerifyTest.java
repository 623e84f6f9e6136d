package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** What a reverse proxy is told. Every kind of caller without a valid token is tried in {@link EndpointMatrixTest}. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class VerifyTest {

    private static final String VERIFY = "/api/v1/auth/verify";
    private static final List<String> IDENTITY = List.of("X-User-Id", "X-User-Name", "X-User-Role", "X-Token-Id");

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Test
    void validTokenIsDescribedByHeaders() {
        Account alice = Api.register();
        String tokenId = as(alice).get(Api.ME).path("token.id");
        for (String method : List.of("GET", "HEAD")) {
            Response answer = as(alice).request(method, VERIFY);
            answer.then()
                    .statusCode(200)
                    .header("X-User-Id", equalTo(alice.userId()))
                    .header("X-User-Name", equalTo(alice.username()))
                    .header("X-User-Role", equalTo("user"))
                    .header("X-Token-Id", equalTo(tokenId))
                    .header("Cache-Control", equalTo("no-store"));
            assertThat(answer.asByteArray()).isEmpty();
            IDENTITY.forEach(name -> assertThat(answer.headers().getList(name)).hasSize(1));
        }
    }

    @Test
    void anonymousRequestGetsNoIdentity() {
        Account alice = Api.register();
        String revoked = Api.createToken(alice, "revoked");
        as(revoked).get(VERIFY).then().statusCode(200);
        as(alice).delete(Api.TOKENS + "/" + revoked).then().statusCode(200);
        Response refused = as(revoked).get(VERIFY);
        assertProblem(refused, 401, "INVALID_TOKEN", "Invalid token")
                .header("WWW-Authenticate", containsString("error=\"invalid_token\""));
        Response nobody = given().header("X-User-Id", alice.userId()).get(VERIFY);
        assertProblem(nobody, 401, "TOKEN_REQUIRED", containsString("missing"))
                .header("WWW-Authenticate", equalTo("Bearer realm=\"meshgate\""));
        for (Response answer : List.of(refused, nobody)) {
            IDENTITY.forEach(name -> assertThat(answer.header(name)).isNull());
        }
        given().head(VERIFY).then().statusCode(401);
    }

    @Test
    void adminRoleNeedsTheAdminScope() {
        Account admin = accounts.createAdmin();
        String narrow = Api.createToken(admin, "narrow", List.of("jobs:read", "account"));
        as(admin).get(VERIFY + "?role=admin").then().statusCode(200).header("X-User-Role", equalTo("admin"));
        as(narrow).get(VERIFY).then().statusCode(200).header("X-User-Role", equalTo("user"));
        assertProblem(
                        as(narrow).get(VERIFY + "?role=admin"),
                        403,
                        "INSUFFICIENT_SCOPE",
                        containsString("lacks the scope admin."))
                .header("WWW-Authenticate", containsString("scope=\"admin\""));
        assertProblem(as(Api.register()).get(VERIFY + "?role=admin"), 403, "ADMIN_REQUIRED", "Admin access required");
    }

    @ParameterizedTest
    @CsvSource({
        "role=user, 200",
        "scope=jobs:read, 200",
        "scope=jobs%3Aread+account, 200",
        "scope=jobs:read&scope=account, 200",
        "scope=jobs:write, 403",
        "scope=jobs:read+jobs:write, 403",
        "scope=jobs:read&scope=jobs:write, 403",
        "scope=jobs:write&scope=jobs:read, 403",
        "scope=admin, 403",
        "role=user&role=admin, 403",
        "role=admin&role=user, 403"
    })
    void requiresEveryRequirement(String query, int status) {
        String token = Api.createToken(Api.register(), "reader", List.of("jobs:read", "account"));
        Response answer = as(token).urlEncodingEnabled(false).get(VERIFY + "?" + query);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.header("X-User-Id") == null).isEqualTo(status != 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "role=",
                "role=root",
                "role=ADMIN",
                "scope=",
                "scope=jobs",
                "scope=jobs:read,account",
                "scope=jobs:read++account",
                "scope=JOBS:READ",
                "roles=admin",
                "scopes=admin",
                "x=1&role=user"
            })
    void rejectsUnknownRequirement(String query) {
        assertProblem(
                as(accounts.createAdmin()).urlEncodingEnabled(false).get(VERIFY + "?" + query),
                422,
                "VALIDATION_FAILED",
                containsString("must "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Zoë 灰 😀", "a\r\nX-User-Role: admin", "50% of \"us\"; a,b", "\u0000\u001b[31m\u007f", " x "})
    void unusualNamesCannotBreakHeaders(String name) throws Exception {
        // Given an account whose name was never ours to check
        Account alice = Api.register();
        String key = "user:" + alice.userId();
        String quoted = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(name);
        redis.set(key, redis.get(key).replace("\"" + alice.username() + "\"", quoted));
        String token = Api.login(alice.email(), Api.PASSWORD).path("token");
        // When
        Response answer = as(token).get(VERIFY);
        // Then
        answer.then().statusCode(200).header("X-User-Role", equalTo("user"));
        String value = answer.header("X-User-Name");
        assertThat(value).matches("[A-Za-z0-9._~%-]+");
        assertThat(URLDecoder.decode(value, StandardCharsets.UTF_8)).isEqualTo(name);
        assertThat(answer.headers().getList("X-User-Role")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "text/html", "*/*", "text/event-stream"})
    void ignoresTheAcceptHeaderOfTheProxiedRequest(String accept) {
        as(Api.register()).header("Accept", accept).get(VERIFY).then().statusCode(200);
        assertProblem(given().header("Accept", accept).get(VERIFY), 401, "TOKEN_REQUIRED", containsString("missing"));
    }

    @Test
    void verifyIsReadOnlyAndGetOnly() {
        Account alice = Api.register();
        for (String method : List.of("POST", "PUT", "DELETE")) {
            as(alice).request(method, VERIFY).then().statusCode(405).header("Allow", equalTo("GET, HEAD"));
        }
    }

    @Test
    void disablingAndDemotionApplyAtOnce() {
        Account admin = accounts.createAdmin();
        Account alice = Api.register();
        as(alice).get(VERIFY).then().statusCode(200);
        as(admin)
                .contentType("application/json")
                .body(Map.of("role", "admin"))
                .patch(Api.ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200);
        as(alice).get(VERIFY + "?role=admin").then().statusCode(200).header("X-User-Role", equalTo("admin"));
        as(admin)
                .contentType("application/json")
                .body(Map.of("is_active", false))
                .patch(Api.ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200);
        assertProblem(as(alice).get(VERIFY), 401, "INVALID_TOKEN", "Invalid token");
    }
}
