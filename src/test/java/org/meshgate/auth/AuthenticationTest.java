package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AuthenticationTest {

    @Inject
    RedisView redis;

    @Inject
    Accounts accounts;

    @Test
    void missingHeaderErrorHasAnExample() {
        assertProblem(given().get(ME), 401, "TOKEN_REQUIRED", startsWith("Authorization header is missing"))
                .header("WWW-Authenticate", equalTo("Bearer realm=\"meshgate\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "Token abc", "Bearer a b", "bearer\tx y", "abc"})
    void rejectsOtherSchemesAndSeveralTokens(String header) {
        assertProblem(
                given().header("Authorization", header).get(ME),
                401,
                "TOKEN_REQUIRED",
                containsString("must be 'Bearer' and exactly one token"));
    }

    @Test
    void rejectsTwoAuthorizationHeaders() {
        String token = Api.register().token();
        assertProblem(
                given().header("Authorization", "Bearer " + token, "Bearer " + token)
                        .get(ME),
                401,
                "TOKEN_REQUIRED",
                containsString("exactly one token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR"})
    void schemeIsCaseInsensitive(String scheme) {
        given().header("Authorization", scheme + " " + Api.register().token())
                .get(ME)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "null",
                "undefined",
                "user_0000000000000000",
                "p3d_",
                "p3d_0000000000000000000000000000000000000000000000000",
                Api.UNKNOWN_TOKEN,
                "z4umk7g_uBTBL-yPLftkHDbQ1WzlHi3mwXdslbYcaM8",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void rejectsGarbage(String token) {
        assertProblem(Api.as(token).get(ME), 401, "INVALID_TOKEN", "Invalid token")
                .header(
                        "WWW-Authenticate",
                        equalTo("Bearer realm=\"meshgate\", error=\"invalid_token\","
                                + " error_description=\"Invalid token\""));
    }

    @Test
    void rejectsTokenHashAsToken() {
        String hash = redis.send(
                        io.vertx.redis.client.Command.HVALS,
                        "3daigc:tokens:of:" + Api.register().userId())
                .get(0)
                .toString();
        Assertions.assertThat(redis.exists("token:" + hash)).isTrue();
        assertProblem(Api.as(hash).get(ME), 401, "INVALID_TOKEN", "Invalid token");
    }

    @Test
    void corruptTokenRecordIsAnInvalidToken() {
        Api.Account alice = Api.register();
        String hash = redis.send(io.vertx.redis.client.Command.HVALS, "3daigc:tokens:of:" + alice.userId())
                .get(0)
                .toString();
        for (String spoiled : List.of(
                "",
                "{",
                "[]",
                "{}",
                "7",
                "null",
                "{\"user_id\":7}",
                "{\"user_id\":\"" + alice.userId() + "\",\"kind\":[]}")) {
            redis.set("token:" + hash, spoiled);
            assertProblem(Api.as(alice).get(ME), 401, "INVALID_TOKEN", "Invalid token");
        }
    }

    @Test
    void corruptUserRecordHidesNoOtherUser() {
        Api.Account alice = Api.register();
        for (String spoiled : List.of("null", "{", "{}", "[]", "{\"user_id\":\"" + alice.userId() + "\"}")) {
            redis.set("user:" + alice.userId(), spoiled);
            assertProblem(Api.as(alice).get(ME), 401, "INVALID_TOKEN", "Invalid token");
            assertProblem(
                    Api.login(alice.username(), Api.PASSWORD),
                    401,
                    "INVALID_CREDENTIALS",
                    "Invalid username or password");
            Api.as(accounts.createAdmin()).get(Api.ADMIN_USERS).then().statusCode(200);
        }
    }

    @Test
    void revocationAppliesToEveryLaterRequest() throws Exception {
        // Given a token that many use at once
        Api.Account alice = Api.register();
        String token = Api.createToken(alice, "busy");
        ExecutorService many = Executors.newFixedThreadPool(16);
        List<Callable<Integer>> uses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            uses.add(() -> Api.as(token).get(ME).statusCode());
        }
        // When it is revoked
        var before = uses.stream().map(many::submit).toList();
        Api.as(alice).delete(Api.TOKENS + "/" + token).then().statusCode(200);
        var after = many.invokeAll(uses);
        // Then
        for (var use : before) {
            Assertions.assertThat(use.get()).isIn(200, 401);
        }
        for (var use : after) {
            Assertions.assertThat(use.get()).isEqualTo(401);
        }
        many.shutdown();
    }
}
