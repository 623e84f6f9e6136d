package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.login;
import static org.meshgate.testing.OldRedis.ADMIN;
import static org.meshgate.testing.OldRedis.ALICE;
import static org.meshgate.testing.OldRedis.BARE;
import static org.meshgate.testing.OldRedis.PASSWORD;
import static org.meshgate.testing.OldRedis.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.testing.Api;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Passwords and usernames of 3DAIGC-API accounts. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class OldAccountsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NEW_PASSWORD = "battery staple horse";

    @Inject
    RedisView redis;

    @Inject
    PasswordHasher hasher;

    @Inject
    UserIndexer indexing;

    @ConfigProperty(name = "meshgate.redis_url")
    String url;

    @BeforeEach
    void oldData() {
        try (OldRedis old = new OldRedis(url)) {
            old.load();
        }
        indexing.complete().await().atMost(LIMIT);
    }

    @Test
    void anOldHashIsGoodForOneLoginAndReplacedByIt() throws Exception {
        // Given
        ObjectNode before = record(ALICE);
        // When
        login("alice", PASSWORD).then().statusCode(200).body("user.user_id", equalTo(ALICE));
        // Then the password has an Argon2id hash, and everything else is as it was, unknown fields too
        ObjectNode after = record(ALICE);
        assertThat(after.get("password_hash").textValue()).startsWith("$argon2id$v=19$");
        assertThat(after.get("metadata")).isEqualTo(before.get("metadata"));
        assertThat(redis.get("user:" + ALICE)).contains("\"credits\":1.1").contains("\"legacy_flag\":null");
        for (String changed : List.of("password_hash", "updated_at")) {
            before.remove(changed);
            after.remove(changed);
        }
        assertThat(after).isEqualTo(before);
        // And it is still the password
        login("alice", PASSWORD).then().statusCode(200);
        assertProblem(login("alice", PASSWORD + "x"), 401, "INVALID_CREDENTIALS", "Invalid username or password");
    }

    @Test
    void aLegacyHashCostsTheSameAsEveryOtherLogin() {
        for (String[] attempt : new String[][] {
            {"bob", "wrong"}, {"bob", PASSWORD}, {"bob", PASSWORD}, {"bob", "wrong"}, {"nobody", PASSWORD}
        }) {
            long before = hasher.computations();
            login(attempt[0], attempt[1])
                    .then()
                    .statusCode(attempt[0].equals("bob") && attempt[1] == PASSWORD ? 200 : 401);
            assertThat(hasher.computations() - before)
                    .as(attempt[0] + attempt[1])
                    .isEqualTo(1);
        }
    }

    @Test
    void aWrongPasswordLeavesTheOldHash() {
        String before = redis.get("user:" + ALICE);
        assertProblem(login("alice", "wrong"), 401, "INVALID_CREDENTIALS", "Invalid username or password");
        assertThat(redis.get("user:" + ALICE)).isEqualTo(before);
    }

    @Test
    void theHashItselfIsNoPassword() throws Exception {
        String stored = record(ALICE).get("password_hash").textValue();
        for (String text : List.of(stored, stored.substring(33), stored.substring(0, 32), "")) {
            login("alice", text).then().statusCode(401);
        }
    }

    @Test
    void aChangeOfThePasswordTakesTheOldOneByItsOldHash() throws Exception {
        String admin = token("admin login");
        assertProblem(change(admin, "wrong"), 403, "INVALID_CURRENT_PASSWORD", "Invalid current password");
        change(admin, PASSWORD).then().statusCode(200);
        assertThat(record(ADMIN).get("password_hash").textValue()).startsWith("$argon2id$");
        login("admin", PASSWORD).then().statusCode(401);
        login("admin", NEW_PASSWORD).then().statusCode(200);
    }

    @Test
    void loginsAtTheSameMomentAllSucceedAndOneHashStays() throws Exception {
        List<Response> answers = atOnce(IntStream.range(0, 8)
                .mapToObj(i -> (Callable<Response>) () -> login("alice", PASSWORD))
                .toList());
        assertThat(answers).allSatisfy(answer -> answer.then().statusCode(200));
        for (Response answer : answers) {
            as(answer.<String>path("token")).get(Api.ME).then().statusCode(200);
        }
        assertThat(record(ALICE).get("password_hash").textValue()).startsWith("$argon2id$");
    }

    @Test
    void aLoginWithTheOldHashNeverUndoesAChangeOfThePassword() throws Exception {
        for (int round = 0; round < 5; round++) {
            oldData();
            String session = token("alice login");
            // When both happen at once
            List<Response> answers = atOnce(List.of(
                    () -> change(session, PASSWORD), () -> login("alice", PASSWORD), () -> login("alice", PASSWORD)));
            // Then one of them was first: the changed password stays changed, a login that came before it has ended
            if (answers.get(0).statusCode() == 200) {
                login("alice", NEW_PASSWORD).then().statusCode(200);
                login("alice", PASSWORD).then().statusCode(401);
                for (Response late : answers.subList(1, 3)) {
                    if (late.statusCode() == 200) {
                        as(late.<String>path("token")).get(Api.ME).then().statusCode(401);
                    }
                }
            } else {
                login("alice", PASSWORD).then().statusCode(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "alice,user_a000000000000002",
                "Alice,user_a000000000000003",
                "ALICE,user_a000000000000002",
                "alice ,user_a000000000000006",
                " alice,user_a000000000000002",
                " alice ,user_a000000000000002",
                "żółć🐱,user_a000000000000008",
                "ŻÓŁĆ🐱,user_a000000000000008",
                "BOB,user_a000000000000004",
                "Bob@example.com,user_a000000000000004",
                "bob@EXAMPLE.com,user_a000000000000004",
                "alice@example.com,user_a000000000000002",
                "ALICE@example.com,user_a000000000000005",
                "Carol,user_a00000000000000c",
                "CAROL,user_a00000000000000d",
                "dora,user_a00000000000000e",
                "dora@example.com,user_a00000000000000e"
            })
    void anExactNameWinsThenOneThatDiffersInCase(String name, String userId) {
        login(name, PASSWORD).then().statusCode(200).body("user.user_id", equalTo(userId));
    }

    @Test
    void evenAZeroByteInANameAndABlankOneLogIn() {
        login("   ", PASSWORD).then().statusCode(200).body("user.username", equalTo("   "));
        login("nul\u0000name", PASSWORD).then().statusCode(200).body("user.username", equalTo("nul\u0000name"));
    }

    @Test
    void aRecordThatLacksFieldsIsAUserWithoutRights() throws Exception {
        login("bare", PASSWORD)
                .then()
                .statusCode(200)
                .body("user.role", equalTo("user"))
                .body("user.is_active", equalTo(true))
                .body("user.email", equalTo(""))
                .body("user.created_at", equalTo(null));
        Set<String> fields = new TreeSet<>();
        record(BARE).fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactly("email", "is_active", "password_hash", "role", "updated_at", "user_id", "username");
    }

    @Test
    void aDisabledAccountStaysOut() {
        String before = redis.get("user:user_a00000000000000a");
        assertProblem(
                login("sleepy", PASSWORD), 401, "ACCOUNT_DISABLED", "This account is disabled. Ask an administrator.");
        assertProblem(as(token("sleepy login")).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        assertThat(redis.get("user:user_a00000000000000a")).isEqualTo(before);
        assertThat(redis.exists("token:" + token("sleepy login"))).isTrue();
    }

    @Test
    void anAdministratorSeesAndDeletesAccountsOfTheOldService() {
        String admin = token("admin login");
        as(admin)
                .get(Api.ADMIN_USERS + "/" + ALICE)
                .then()
                .statusCode(200)
                .body("user.created_at", equalTo("2026-03-02T06:22:26.510962Z"))
                .body("tokens_count", equalTo(10));
        as(admin).delete(Api.ADMIN_USERS + "/" + ALICE).then().statusCode(200);
        // Then nothing of her works, and nothing of her tokens is left
        assertProblem(as(token("alice app")).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        login("alice", PASSWORD).then().body("user.user_id", equalTo("user_a000000000000003"));
        assertThat(redis.dump()).doesNotContain(token("alice app")).doesNotContain(OldRedis.sha256(token("alice app")));
        assertThat(redis.exists("user:" + ALICE + ":tokens")).isFalse();
        // And Bob's token, which stood in her list, still works
        as(token("bob login")).get(Api.ME).then().statusCode(200);
    }

    @Test
    void aNameStaysTakenByTheOtherAccountThatHasIt() {
        String admin = token("admin login");
        // Given two that differ in case, of which one goes
        as(admin).delete(Api.ADMIN_USERS + "/user_a00000000000000c").then().statusCode(200);
        // Then the name is taken, and leads to the other
        Api.json(Map.of("username", "carol", "email", "c@example.com", "password", NEW_PASSWORD))
                .post(Api.USERS + "/register")
                .then()
                .statusCode(409);
        login("carol", PASSWORD).then().statusCode(200).body("user.username", equalTo("CAROL"));
    }

    private static Response change(String token, String oldPassword) {
        return as(token)
                .contentType("application/json")
                .body(Map.of("old_password", oldPassword, "new_password", NEW_PASSWORD))
                .put(Api.ME + "/password");
    }

    private static List<Response> atOnce(List<Callable<Response>> requests) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(requests.size());
        try {
            List<Future<Response>> answers = threads.invokeAll(requests);
            List<Response> all = new java.util.ArrayList<>();
            for (Future<Response> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            threads.shutdown();
        }
    }

    private ObjectNode record(String userId) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(redis.get("user:" + userId));
    }
}
