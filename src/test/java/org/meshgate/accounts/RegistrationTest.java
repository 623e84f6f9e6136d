package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.identity.password.CheapPasswords;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class RegistrationTest {

    @Inject
    RedisView redis;

    @Test
    void aRegistrationAnswersTheGuidesFieldsAndATokenThatWorks() {
        // Given
        String name = unique("alice-");
        // When
        Response response = register(name, name + "@example.com", PASSWORD);
        // Then
        response.then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("User registered successfully. Please login to get an API token."))
                .body("user.user_id", matchesPattern("user_[0-9a-f]{16}"))
                .body("user.username", equalTo(name))
                .body("user.email", equalTo(name + "@example.com"))
                .body("user.role", equalTo("user"))
                .body("user.is_active", equalTo(true))
                .body("user.created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"))
                .body("token", matchesPattern("p3d_[0-9A-Za-z]{49}"))
                .body("token_name", equalTo("Login token - " + name));
        as(response.<String>path("token")).get(Api.ME).then().statusCode(200).body("user.username", equalTo(name));
    }

    @Test
    void redisKeepsNeitherPasswordNorToken() {
        // Given
        String name = unique("secret-");
        String password = unique("a password nobody else has ");
        // When
        String token = register(name, name + "@example.com", password).path("token");
        // Then not in any key, and not in any value
        assertThat(redis.dump()).doesNotContain(password).doesNotContain(token).contains(name);
        String user = redis.get("user:" + redis.get("user:username:" + name));
        assertThat(user).contains("\"password_hash\":\"" + CheapPasswords.PREFIX);
    }

    @Test
    void theKeysAreThoseOfTheOldServiceAndOurIndexes() {
        String name = unique("Keys-");
        String id = register(name, name + "@Example.com", PASSWORD).path("user.user_id");
        String folded = name.toLowerCase(Locale.ROOT);
        assertThat(redis.get("user:username:" + folded)).isEqualTo(id);
        assertThat(redis.get("user:email:" + folded + "@example.com")).isEqualTo(id);
        assertThat(redis.get("users:folded:" + folded)).isEqualTo(id);
        assertThat(redis.get("user:" + id))
                .contains("\"user_id\":\"" + id + "\"", "\"username\":\"" + name + "\"", "\"role\":\"user\"")
                .contains("\"is_active\":true", "\"created_at\":", "\"updated_at\":");
        assertThat(redis.isMember("users:all", id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"same", "UPPER"})
    void aTakenNameIsRefusedInAnyCase(String variant) {
        String name = unique("taken-");
        register(name, name + "@example.com", PASSWORD).then().statusCode(200);
        String again = variant.equals("UPPER") ? name.toUpperCase(Locale.ROOT) : name;
        assertProblem(
                register(again, unique("other") + "@example.com", PASSWORD),
                409,
                "USERNAME_TAKEN",
                "This username is already taken.");
    }

    @Test
    void aTakenEmailIsRefusedInAnyCase() {
        String name = unique("mail-");
        register(name, name + "@example.com", PASSWORD).then().statusCode(200);
        assertProblem(
                register(unique("other-"), name.toUpperCase(Locale.ROOT) + "@EXAMPLE.com", PASSWORD),
                409,
                "EMAIL_TAKEN",
                "This e-mail address is already registered.");
    }

    @Test
    void ofFiftyRegistrationsOfOneNameAtOnceOneWins() throws Exception {
        // Given fifty people with the same idea, half of them in capitals
        String name = unique("race-");
        ExecutorService people = Executors.newFixedThreadPool(50);
        List<Callable<Integer>> attempts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String spelled = i % 2 == 0 ? name : name.toUpperCase(Locale.ROOT);
            String mail = unique("race" + i) + "@example.com";
            attempts.add(() -> register(spelled, mail, PASSWORD).statusCode());
        }
        // When
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> outcome : people.invokeAll(attempts)) {
            statuses.add(outcome.get());
        }
        people.shutdown();
        // Then
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status != 200).containsOnly(409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    username | ab
                    username | has space
                    username | żółć🐱
                    username | semi;colon
                    email    | nobody
                    email    | a@b@c
                    email    | a b@example.com
                    email    | a@-example.com
                    password | short
                    """)
    void aFieldThatBreaksItsRuleIsNamedAndNotEchoed(String field, String value) {
        // Given
        String name = unique("bad-");
        Map<String, Object> body =
                new HashMap<>(Map.of("username", name, "email", name + "@example.com", "password", PASSWORD));
        body.put(field, value);
        // When
        Response response = json(body).post(USERS + "/register");
        // Then it is told, and nothing was made
        assertProblem(response, 422, "VALIDATION_FAILED", containsString(field + " must"))
                .body("errors.field", contains(field));
        assertThat(response.asString()).doesNotContain("\"" + value + "\"");
        assertThat(redis.exists("users:folded:" + name)).isFalse();
    }

    @Test
    void allWrongFieldsAreNamedAtOnce() {
        assertProblem(json(Map.of()).post(USERS + "/register"), 422, "VALIDATION_FAILED", containsString("is required"))
                .body("errors.field", contains("username", "email", "password"));
    }

    @Test
    void aFrequentPasswordIsTakenUnlessTheOperatorRefusesThem() {
        register(unique("u-"), unique("m") + "@example.com", "mypassword")
                .then()
                .statusCode(200);
    }

    @Test
    void aNameOf64CharactersAndAPasswordOf256AreTakenAndOneMoreIsNot() {
        String name = (unique("x") + "y".repeat(64)).substring(0, 64);
        String password = "🐱".repeat(256);
        register(name, unique("m") + "@example.com", password).then().statusCode(200);
        Api.login(name, password).then().statusCode(200);
        Api.login(name, "🐱".repeat(255)).then().statusCode(401);
        register(name + "z", unique("m") + "@example.com", PASSWORD).then().statusCode(422);
        register(unique("u"), unique("m") + "@example.com", password + "x")
                .then()
                .statusCode(422);
    }

    @Test
    void controlCharactersInANameAreRefused() {
        register("nul\u0000name", unique("m") + "@example.com", PASSWORD).then().statusCode(422);
        register("line\nbreak", unique("m") + "@example.com", PASSWORD).then().statusCode(422);
    }

    @Test
    void thePasswordIsNeitherTheNameNorTheAddress() {
        String name = unique("longname-");
        assertProblem(
                register(name, name + "@example.com", name.toUpperCase(Locale.ROOT)),
                422,
                "VALIDATION_FAILED",
                "password must not be the username or the e-mail address");
        register(name, name + "@example.com", name + "@example.com").then().statusCode(422);
    }

    @Test
    void noAccountIsCreatedWhileLegacyAccountsAreNotIndexed() {
        // Given an account that 3DAIGC-API left behind
        redis.send(Command.SADD, "3daigc:users:all", "user_ffffffffffffffff");
        try {
            // When somebody registers, nobody could tell whether the name is taken
            assertProblem(
                    register(unique("new-"), unique("new") + "@example.com", PASSWORD),
                    503,
                    "ACCOUNTS_NOT_INDEXED",
                    containsString("not indexed yet"));
        } finally {
            redis.send(Command.SREM, "3daigc:users:all", "user_ffffffffffffffff");
        }
    }

    @Test
    void loneSurrogatesAreRejected() {
        json("{\"username\":\"" + unique("half-") + "\",\"email\":\"" + unique("h") + "@example.com\",\"password\":\""
                        + "\\ud800".repeat(8) + "\"}")
                .post(USERS + "/register")
                .then()
                .statusCode(422);
    }

    @Test
    void aStaleTokenDoesNotPreventLogin() {
        String name = unique("stale-");
        as(Api.UNKNOWN_TOKEN)
                .contentType("application/json")
                .body(Map.of("username", name, "email", name + "@example.com", "password", PASSWORD))
                .post(USERS + "/register")
                .then()
                .statusCode(200);
    }

    private static Response register(String username, String email, String password) {
        return json(Map.of("username", username, "email", email, "password", password))
                .post(USERS + "/register");
    }
}
