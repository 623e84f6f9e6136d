package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.OldRedis.ALICE;
import static org.meshgate.testing.OldRedis.PASSWORD;
import static org.meshgate.testing.OldRedis.sha256;
import static org.meshgate.testing.OldRedis.token;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.testing.Api;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Plain-text tokens of 3DAIGC-API. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class OldTokensTest {

    private static final String LOGIN = token("alice login");
    private static final String OLD_SET = "user:" + ALICE + ":tokens";

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @Inject
    UserIndexer indexing;

    @ConfigProperty(name = "meshgate.redis_url")
    String url;

    @BeforeEach
    void oldData() {
        try (OldRedis old = new OldRedis(url)) {
            old.load();
        }
        indexing.complete().await().atMost(Duration.ofSeconds(10));
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void theFirstUsePutsTheHashInItsPlace() {
        // When
        as(LOGIN)
                .get(Api.ME)
                .then()
                .statusCode(200)
                .body("user.user_id", equalTo(ALICE))
                .body("token.id", matchesPattern("tok_[0-9a-f]{16}"))
                .body("token.name", equalTo("Login token - alice"))
                .body("token.kind", equalTo("login"))
                .body("token.token_prefix", equalTo(LOGIN.substring(0, 8) + "..."))
                .body("token.created_at", equalTo("2026-05-22T06:22:26.513116Z"))
                .body("token.expires_at", equalTo("2099-11-22T06:22:26.513077Z"));
        // Then its text is gone, and only its text
        assertThat(redis.dump()).doesNotContain(LOGIN).contains(token("alice app"));
        assertThat(redis.exists("token:" + sha256(LOGIN))).isTrue();
        assertThat(redis.timeToLiveMillis("token:" + sha256(LOGIN)))
                .isCloseTo(
                        Duration.between(Instant.now(), Instant.parse("2099-11-22T06:22:26.513Z"))
                                .plusDays(30)
                                .toMillis(),
                        org.assertj.core.data.Offset.offset(60_000L));
        assertThat(redis.hashLength("tokens:of:" + ALICE)).isEqualTo(1);
        // And it works on
        as(LOGIN).get(Api.ME).then().statusCode(200);
        assertThat(redis.hashLength("tokens:of:" + ALICE)).isEqualTo(1);
    }

    @Test
    void anApiTokenWithoutEndStaysOne() {
        as(token("alice app"))
                .get(Api.ME)
                .then()
                .statusCode(200)
                .body("token.kind", equalTo("api"))
                .body("token.expires_at", nullValue());
        assertThat(redis.timeToLiveMillis("token:" + sha256(token("alice app"))))
                .isEqualTo(-1);
        as(token("alice nameless")).get(Api.ME).then().statusCode(200).body("token.name", equalTo(""));
    }

    @Test
    void twentyFirstUsesAtTheSameMomentGiveOneToken() throws Exception {
        // When
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<Callable<Response>> uses = IntStream.range(0, 20)
                .mapToObj(i -> (Callable<Response>) () -> as(LOGIN).get(Api.ME))
                .toList();
        List<Response> answers = new ArrayList<>();
        for (Future<Response> use : threads.invokeAll(uses)) {
            answers.add(use.get());
        }
        threads.shutdown();
        // Then
        assertThat(answers).allSatisfy(answer -> answer.then().statusCode(200));
        assertThat(answers.stream().map(answer -> answer.<String>path("token.id")))
                .containsOnly(answers.get(0).<String>path("token.id"));
        assertThat(redis.hashLength("tokens:of:" + ALICE)).isEqualTo(1);
        assertThat(redis.isMember(OLD_SET, LOGIN)).isFalse();
    }

    @Test
    void aCheckTakesOneRoundTripAFirstUseTwoAndAMalformedTokenNone() {
        // Given scripts that Redis knows
        as(token("bob login")).get(Api.ME).then().statusCode(200);
        String fresh = Api.login("bob", PASSWORD).path("token");
        as(fresh).get(Api.ME).then().statusCode(200);
        // Then
        assertThat(roundTrips(LOGIN)).isEqualTo(2);
        assertThat(roundTrips(LOGIN)).isEqualTo(1);
        assertThat(roundTrips(fresh)).isEqualTo(1);
        assertThat(roundTrips(fresh.substring(0, 52) + "0")).isZero();
        assertThat(roundTrips(LOGIN.substring(1))).isZero();
        assertThat(roundTrips(sha256(LOGIN))).isZero();
    }

    private long roundTrips(String token) {
        long before = scriptCalls();
        as(token).get(Api.ME);
        return scriptCalls() - before;
    }

    private long scriptCalls() {
        return Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)")
                .matcher(redis.send(Command.INFO, "commandstats").toString())
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice revoked",
                "alice odd time",
                "alice unlisted",
                "alice other text",
                "alice without record",
                "something else",
                "nobodys",
                "never made"
            })
    void invalidLegacyTokensAreRejectedAndLeftUnchanged(String label) {
        try (OldRedis old = new OldRedis(url)) {
            String before = old.dump();
            assertProblem(as(token(label)).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
            assertThat(old.dump()).isEqualTo(before);
        }
    }

    @Test
    void anExpiredOneIsToldAndLeftAlone() {
        assertProblem(as(token("alice expired")).get(Api.ME), 401, "TOKEN_EXPIRED", "Token has expired");
        assertThat(redis.exists("token:" + token("alice expired"))).isTrue();
        assertThat(redis.hashLength("tokens:of:" + ALICE)).isZero();
        // And one that was replaced ends at the same moment as ever
        as(token("alice second login")).get(Api.ME).then().statusCode(200);
        clock.advance(Duration.between(Instant.now(), Instant.parse("2098-01-01T00:00:01Z")));
        assertProblem(as(token("alice second login")).get(Api.ME), 401, "TOKEN_EXPIRED", "Token has expired");
    }

    @Test
    void oneThatExpiredOfLateIsToldAsExpiredAlsoAfterTheListHasTakenItOver() {
        // Given
        String text = token("of late");
        redis.set(
                "token:" + text,
                "{\"token\": \"" + text + "\", \"user_id\": \"" + ALICE
                        + "\", \"name\": \"of late\", \"expires_at\": \""
                        + Instant.now().minus(Duration.ofDays(1)) + "\"}");
        redis.send(Command.SADD, "3daigc:" + OLD_SET, text);
        // When
        as(LOGIN)
                .get(TOKENS)
                .then()
                .body("total_count", equalTo(5))
                .body("tokens.find { it.name == 'of late' }.is_active", equalTo(false));
        // Then
        assertProblem(as(text).get(Api.ME), 401, "TOKEN_EXPIRED", "Token has expired");
        assertThat(redis.timeToLiveMillis("token:" + sha256(text)))
                .isBetween(
                        Duration.ofDays(29).minusMinutes(1).toMillis(),
                        Duration.ofDays(29).toMillis());
        assertThat(redis.dump()).doesNotContain(text);
    }

    @Test
    void alsoOneThatWasNotUsedForLongHasItsDaysFromWhenItCameHere() {
        // Given two logins that were not used for more than 90 days, of which one is used now
        as(LOGIN).get(TOKENS).then().statusCode(200).body("total_count", equalTo(4));
        // When
        clock.advance(Duration.ofDays(89));
        // Then
        as(token("alice second login")).get(Api.ME).then().statusCode(200);
        as(LOGIN).get(Api.ME).then().statusCode(200);
        // And from then on they end as others do
        clock.advance(Duration.ofDays(91));
        assertProblem(as(LOGIN).get(Api.ME), 401, "TOKEN_EXPIRED", "Token has expired");
        as(token("alice app")).get(Api.ME).then().statusCode(200);
    }

    @Test
    void aStolenHashIsNoKey() {
        // Given the keys that a reader of Redis sees
        as(LOGIN).get(Api.ME).then().statusCode(200);
        String sha256 = sha256(LOGIN);
        // Then none of them opens anything, cut to any length
        for (String stolen : List.of(sha256, sha256.substring(0, 43), sha256.substring(21))) {
            assertProblem(as(stolen).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        }
        // And not even under a key that has the right form but another's record
        String form = "A".repeat(43);
        redis.set("token:" + form, redis.get("token:" + sha256));
        redis.send(Command.SADD, "3daigc:" + OLD_SET, form);
        assertProblem(as(form).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
    }

    @Test
    void theListHasThoseThatWereNotUsedYet() {
        Response list = as(LOGIN).get(TOKENS);
        list.then().statusCode(200).body("total_count", equalTo(4));
        assertThat(list.<List<String>>path("tokens.name"))
                .containsExactlyInAnyOrder("Login token - alice", "Login token - alice", "My App Token", "");
        assertThat(list.<List<String>>path("tokens.last_used_at")).hasSize(4);
        // Then all have ids, and no text is left in Redis
        assertThat(redis.exists(OLD_SET)).isFalse();
        for (String label : List.of("alice login", "alice app", "alice nameless", "alice expired", "alice revoked")) {
            assertThat(redis.dump()).doesNotContain(token(label));
        }
        for (String label : List.of("alice login", "alice second login", "alice app", "alice nameless")) {
            as(token(label)).get(Api.ME).then().statusCode(200);
        }
    }

    @Test
    void aLastUseIsKept() {
        Response list = as(token("alice app")).get(TOKENS);
        assertThat(list.<List<String>>path("tokens.last_used_at")).contains("2026-06-22T06:22:26Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "prefix", "prefix with dots", "id"})
    void anUnusedLegacyTokenIsRevokedByIdTextOrPrefix(String way) {
        String doomed = token("alice app");
        String name =
                switch (way) {
                    case "text" -> doomed;
                    case "prefix" -> doomed.substring(0, 8);
                    case "prefix with dots" -> doomed.substring(0, 8) + "...";
                    default -> as(LOGIN).get(TOKENS).path("tokens.find { it.name == 'My App Token' }.id");
                };
        as(LOGIN).delete(TOKENS + "/" + name).then().statusCode(200);
        assertProblem(as(doomed).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        assertThat(redis.dump()).doesNotContain(doomed).doesNotContain(sha256(doomed));
        as(LOGIN).get(Api.ME).then().statusCode(200);
    }

    @Test
    void aUserCannotRevokeAnotherUsersLegacyToken() {
        for (String name :
                List.of(token("admin default"), token("admin default").substring(0, 8))) {
            assertProblem(as(LOGIN).delete(TOKENS + "/" + name), 404, "TOKEN_NOT_FOUND", "Token not found");
        }
        as(token("admin default")).get(Api.ME).then().statusCode(200);
    }

    @Test
    void aChangeOfThePasswordEndsLoginsThatWereNotUsedYet() {
        changePassword(false).then().statusCode(200).body("revoked_tokens", equalTo(1));
        assertProblem(as(token("alice second login")).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        as(LOGIN).get(Api.ME).then().statusCode(200);
        as(token("alice app")).get(Api.ME).then().statusCode(200);
    }

    @Test
    void andApiTokensWhenAsked() {
        changePassword(true).then().statusCode(200).body("revoked_tokens", equalTo(3));
        for (String label : List.of("alice second login", "alice app", "alice nameless")) {
            assertProblem(as(token(label)).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        }
        as(LOGIN).get(Api.ME).then().statusCode(200);
    }

    @Test
    void manyOldTokensOfOneUserAreReplacedInSteps() {
        for (int i = 0; i < 1200; i++) {
            String text = token("many " + i);
            redis.set(
                    "token:" + text,
                    "{\"token\": \"" + text + "\", \"user_id\": \"" + ALICE + "\", \"name\": \"Login token - alice\"}");
            redis.send(Command.SADD, "3daigc:" + OLD_SET, text);
        }
        as(LOGIN).get(TOKENS).then().statusCode(200).body("total_count", equalTo(1204));
        assertThat(redis.exists(OLD_SET)).isFalse();
        assertThat(redis.dump()).doesNotContain(token("many 7"));
    }

    private static Response changePassword(boolean apiTokensToo) {
        return as(LOGIN)
                .contentType("application/json")
                .body(Map.of(
                        "old_password", PASSWORD,
                        "new_password", "battery staple horse",
                        "revoke_api_tokens", apiTokensToo))
                .put(Api.ME + "/password");
    }
}
