package org.meshgate.accounts.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.OldRedis.ALICE;
import static org.meshgate.testing.OldRedis.token;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.accounts.admin.Migration.Report;
import org.meshgate.accounts.login.AccountService;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.identity.legacy.LegacyTokens;
import org.meshgate.problem.ProblemType;
import org.meshgate.redis.UnknownSchemaException;
import org.meshgate.testing.Api;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.RedisResource;

/** The migration command, with background indexing off. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class MigrationTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What there is to do: of ten that are listed for Alice six are no tokens of hers that work. */
    private static final Report TO_DO = new Report(
            OldRedis.USERS, OldRedis.USERS, 1, 14, new LegacyTokens.Counts(15, 6), OldRedis.JOBS, OldRedis.JOBS);

    @Inject
    Migration migration;

    @Inject
    AccountService accounts;

    @ConfigProperty(name = "meshgate.redis_url")
    String url;

    private OldRedis redis;

    @BeforeEach
    void oldData() {
        redis = new OldRedis(url);
        redis.load();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void aDryRunReportsPendingWorkAndChangesNothing() {
        String before = redis.dump();
        assertThat(run(false)).isEqualTo(TO_DO);
        assertThat(redis.dump()).isEqualTo(before);
    }

    @Test
    void aRunDoesItAndASecondOneFindsNothing() {
        // When
        List<Report> progress = new ArrayList<>();
        Report done = migration.run(true, progress::add).await().atMost(LIMIT);
        // Then
        assertThat(done).isEqualTo(TO_DO);
        assertThat(progress).isNotEmpty().endsWith(done);
        String after = redis.dump();
        for (String label : List.of("admin default", "alice app", "alice expired", "bob login", "bare login")) {
            assertThat(after).doesNotContain(token(label));
        }
        assertThat(redis.send("GET", "3daigc:schema_version").toString()).isEqualTo("1");
        assertThat(redis.send("ZCARD", "3daigc:jobs:created").toInteger()).isEqualTo(OldRedis.JOBS);
        assertThat(redis.send("ZCARD", "3daigc:jobs:owner:" + ALICE).toInteger())
                .isEqualTo(2);
        assertThat(redis.send("SCARD", "3daigc:users:all").toInteger())
                .isEqualTo(redis.send("ZCARD", "3daigc:users:created").toInteger());
        // And everything works
        as(token("alice app")).get(Api.ME).then().statusCode(200).body("user.user_id", equalTo(ALICE));
        Api.register(Api.unique("after-"));
        String then = redis.dump();
        Report again = run(true);
        assertThat(again)
                .isEqualTo(new Report(OldRedis.USERS + 1, 0, 0, 14, LegacyTokens.Counts.NONE, 0, OldRedis.JOBS));
        assertThat(redis.dump()).isEqualTo(then);
    }

    @Test
    void theNameOfAnAccountWhoseRecordWasDeletedByHandIsFreeAgain() {
        // Given an account of ours and one of 3DAIGC-API, whose name has capitals
        run(true);
        Api.Account alice = Api.register(Api.unique("gone-"));
        String old = "user_00000000000000aa";
        redis.send("SADD", "3daigc:users:all", old);
        redis.send("SET", "3daigc:user:username:GoneOld", old);
        redis.send("SET", "3daigc:user:email:Gone@Example.com", old);
        redis.send(
                "SET",
                "3daigc:user:" + old,
                "{\"user_id\": \"" + old + "\", \"username\": \"GoneOld\", \"email\": \"Gone@Example.com\"}");
        run(true);
        // When an operator deletes the records
        redis.send("DEL", "3daigc:user:" + old);
        redis.send("DEL", "3daigc:user:" + alice.userId());
        assertThat(register(alice.username(), alice.username() + "@example.com").statusCode())
                .isEqualTo(409);
        // Then a migration says so, and the names and addresses are free
        assertThat(run(true).dangling()).isEqualTo(2);
        register(alice.username(), alice.username() + "@example.com").then().statusCode(200);
        register("GoneOld", "Gone@Example.com").then().statusCode(200);
        assertThat(run(true).dangling()).isZero();
    }

    @Test
    void theNameOfADeletedUserPassesToTheUserWhoseNameDiffersInCase() {
        // Given
        for (String id : List.of("user_00000000000000ab", "user_00000000000000ac")) {
            String name = id.endsWith("b") ? "Twin" : "TWIN";
            redis.send("SADD", "3daigc:users:all", id);
            redis.send("SET", "3daigc:user:username:" + name, id);
            redis.send("SET", "3daigc:user:" + id, "{\"user_id\": \"" + id + "\", \"username\": \"" + name + "\"}");
        }
        run(true);
        String holder = redis.send("GET", "3daigc:users:folded:twin").toString();
        // When
        redis.send("DEL", "3daigc:user:" + holder);
        run(true);
        // Then
        assertThat(redis.send("GET", "3daigc:users:folded:twin").toString())
                .isNotEqualTo(holder)
                .startsWith("user_00000000000000a");
        assertThat(register("twin", "twin@example.com").statusCode()).isEqualTo(409);
    }

    @Test
    void besideAServerAndAnotherRunEveryTokenWorksAllTheTime() {
        // When two runs and uses of tokens happen at once
        List<CompletableFuture<?>> work = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            work.add(migration.run(true, report -> {}).subscribeAsCompletionStage());
        }
        List<String> tokens = List.of("alice login", "alice app", "admin default", "bob login", "bare login");
        for (String label : tokens) {
            work.add(CompletableFuture.runAsync(
                    () -> as(token(label)).get(Api.ME).then().statusCode(200)));
        }
        work.forEach(CompletableFuture::join);
        // Then each has become one token
        assertThat(redis.send("HLEN", "3daigc:tokens:of:" + ALICE).toInteger()).isEqualTo(4);
        assertThat(redis.send("HLEN", "3daigc:tokens:of:" + OldRedis.ADMIN).toInteger())
                .isEqualTo(2);
        for (String label : tokens) {
            assertThat(redis.dump()).doesNotContain(token(label));
            as(token(label)).get(Api.ME).then().statusCode(200);
        }
    }

    @Test
    void manyAccountsAndJobsAreWalkedThroughInSteps() {
        // Given more than the steps of a deep recursion
        String made = "for i = 1, 60000 do local id = string.format('user_%016x', i)"
                + " redis.call('SADD', '3daigc:users:all', id)"
                + " redis.call('SET', '3daigc:user:' .. id, '{\"user_id\": \"' .. id .. '\", \"username\": \"n' .. i ..'\"}') end";
        redis.send("EVAL", made, "0");
        // Then
        Report done = migration.run(true, report -> {}).await().atMost(Duration.ofMinutes(2));
        assertThat(done.indexed()).isEqualTo(60_000 + OldRedis.USERS);
        assertThat(redis.send("GET", "3daigc:users:folded:n59999").toString()).startsWith("user_");
    }

    @Test
    void noAccountIsCreatedWhileAccountsAreNotIndexed() {
        assertThatThrownBy(() -> accounts.createAdmin(new NewAccount("root", "root@example.com", Api.PASSWORD))
                        .await()
                        .atMost(LIMIT))
                .hasFieldOrPropertyWithValue("type", ProblemType.ACCOUNTS_NOT_INDEXED);
        // nor is an administrator deleted, who may be the last one
        String boss = redis.send("GET", "3daigc:user:" + ALICE).toString().replace("\"user\"", "\"admin\"");
        redis.send("SET", "3daigc:user:" + ALICE, boss);
        Api.assertProblem(
                as(token("admin login")).delete(Api.ADMIN_USERS + "/" + ALICE),
                503,
                "ACCOUNTS_NOT_INDEXED",
                "Accounts of another program in this Redis are not indexed yet. Try again in a moment.");
    }

    @Test
    void dataOfANewerProgramIsNotTouched() {
        redis.send("SET", "3daigc:schema_version", "2");
        String before = redis.dump();
        assertThatThrownBy(() -> run(true))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("newer Meshgate");
        assertThat(redis.dump()).isEqualTo(before);
    }

    private static Response register(String name, String email) {
        return given().contentType("application/json")
                .body(Map.of("username", name, "email", email, "password", Api.PASSWORD))
                .post(Api.USERS + "/register");
    }

    private Report run(boolean change) {
        return migration.run(change, report -> {}).await().atMost(LIMIT);
    }
}
