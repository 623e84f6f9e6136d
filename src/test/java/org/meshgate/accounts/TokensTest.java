package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class TokensTest {

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void aNewTokenIsShownOnceAndWorks() {
        // Given
        Account alice = Api.register();
        // When
        Response response = create(alice, "{\"token_name\":\"My App Token\",\"expires_in_days\":365}");
        // Then
        String token = response.path("token");
        response.then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("API token created successfully"))
                .body("token", matchesPattern("p3d_[0-9A-Za-z]{49}"))
                .body("token_info.id", matchesPattern("tok_[0-9a-f]{16}"))
                .body("token_info.token_prefix", equalTo(token.substring(0, 12) + "..."))
                .body("token_info.name", equalTo("My App Token"))
                .body("token_info.kind", equalTo("api"))
                .body("token_info.last_used_at", nullValue())
                .body("token_info.is_active", equalTo(true));
        as(token).get(Api.ME).then().statusCode(200).body("token.name", equalTo("My App Token"));
        assertThat(as(alice).get(TOKENS).asString()).doesNotContain(token);
    }

    @Test
    void aTokenWithoutExpiryNeverExpires() {
        Account alice = Api.register();
        Response response = create(alice, "{\"token_name\":\"forever\",\"expires_in_days\":null}");
        response.then().statusCode(200).body("token_info.expires_at", nullValue());
        clock.advance(Duration.ofDays(36_500));
        as(response.<String>path("token")).get(Api.ME).then().statusCode(200);
    }

    @Test
    void anExpiredTokenIsToldAsExpiredForThirtyDays() {
        // Given a token for one day
        Account alice = Api.register();
        String token =
                create(alice, "{\"token_name\":\"day\",\"expires_in_days\":1}").path("token");
        // Then Redis forgets it thirty days after that
        String key = "token:" + sha256(token);
        assertThat(redis.timeToLiveMillis(key))
                .isBetween(
                        Duration.ofDays(31).minusMinutes(1).toMillis(),
                        Duration.ofDays(31).toMillis());
        // And it is not accepted a moment longer than the day
        clock.advance(Duration.ofDays(1));
        assertProblem(as(token).get(Api.ME), 401, "TOKEN_EXPIRED", "Token has expired")
                .header("WWW-Authenticate", containsString("error=\"invalid_token\""));
        assertProblem(as(token).get(TOKENS), 401, "TOKEN_EXPIRED", "Token has expired");
        // And the list shows it for as long
        clock.advance(Duration.ofDays(29));
        as(alice)
                .get(TOKENS)
                .then()
                .body("tokens.find { it.name == 'day' }.is_active", equalTo(false))
                .body("tokens.find { it.kind == 'login' }.is_active", equalTo(true));
        // And its owner may take it away before
        String id = as(alice).get(TOKENS).path("tokens.find { it.name == 'day' }.id");
        as(alice).delete(TOKENS + "/" + id).then().statusCode(200);
        assertProblem(as(token).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
    }

    /** By the clock of Redis, which decides what is forgotten. */
    @Test
    void expiredAndRevokedTokensAreDistinguished() {
        // Given two tokens, of which one expired yesterday
        Account alice = Api.register();
        String expired = Api.createToken(alice, "expired");
        String live = Api.createToken(alice, "live");
        expire(alice, expired, Duration.ofDays(1));
        // When all are revoked
        as(alice).delete(TOKENS).then().statusCode(200).body("revoked_tokens", equalTo(1));
        // Then
        assertProblem(as(live).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(as(expired).get(Api.ME), 401, "TOKEN_EXPIRED", "Token has expired");
        as(alice).get(TOKENS).then().body("tokens.name", hasItem("expired")).body("total_count", equalTo(2));
        // When its thirty days are over
        expire(alice, expired, Duration.ofDays(30));
        // Then the list has lost it
        as(alice)
                .get(TOKENS)
                .then()
                .body("tokens.name", not(hasItem("expired")))
                .body("total_count", equalTo(1));
        assertThat(redis.exists("token:" + sha256(expired))).isFalse();
    }

    @Test
    void ofOneUserAThousandExpiredTokensStay() {
        // Given
        Account alice = Api.register();
        redis.send(
                Command.EVAL,
                "for i = 1, 1500 do local id = string.format('tok_%016x', i)"
                        + " redis.call('HSET', KEYS[1], id, 'none') redis.call('ZADD', KEYS[2], ARGV[1] + i, id) end",
                "2",
                "3daigc:tokens:of:" + alice.userId(),
                "3daigc:tokens:ends:" + alice.userId(),
                Long.toString(Instant.now().minus(Duration.ofDays(2)).toEpochMilli()));
        // When
        as(alice).get(TOKENS).then().statusCode(200);
        // Then the oldest are gone
        assertThat(redis.send(Command.ZCARD, "3daigc:tokens:ends:" + alice.userId())
                        .toInteger())
                .isEqualTo(1000 + 1);
        assertThat(redis.hashField("tokens:of:" + alice.userId(), "tok_00000000000001f4"))
                .isNull();
        assertThat(redis.hashField("tokens:of:" + alice.userId(), "tok_00000000000001f5"))
                .isEqualTo("none");
    }

    /** Moves the end of a token into the past, for Redis and in its record. */
    private void expire(Account account, String token, Duration ago) {
        Instant end = Instant.now().minus(ago).truncatedTo(ChronoUnit.MILLIS);
        String key = "token:" + sha256(token);
        String record = redis.get(key);
        String id = record.replaceAll(".*\"id\":\"(tok_[0-9a-f]+)\".*", "$1");
        String without = record.replaceAll(",\"expires_at\":\"[^\"]*\"", "");
        redis.set(key, without.substring(0, without.length() - 1) + ",\"expires_at\":\"" + end + "\"}");
        redis.send(Command.ZADD, "3daigc:tokens:ends:" + account.userId(), Long.toString(end.toEpochMilli()), id);
    }

    @Test
    void theListShowsOnlyOwnTokensNewestFirst() {
        // Given
        Account alice = Api.register();
        Api.createToken(Api.register(), "somebody else's");
        clock.advance(Duration.ofSeconds(1));
        Api.createToken(alice, "first");
        clock.advance(Duration.ofSeconds(1));
        Api.createToken(alice, "second");
        // Then
        as(alice)
                .get(TOKENS)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("tokens.name", contains("second", "first", "Login token - " + alice.username()))
                .body("tokens.kind", contains("api", "api", "login"))
                .body("tokens.is_active", contains(true, true, true))
                .body("total_count", equalTo(3));
    }

    @Test
    void moreTokensThanOneStepOfAScanHoldsAreAllListedAndRevoked() {
        Account alice = Api.register();
        for (int i = 0; i < 600; i++) {
            Api.createToken(alice, "t" + i);
        }
        as(alice).get(TOKENS).then().statusCode(200).body("total_count", equalTo(601));
        as(alice)
                .contentType("application/json")
                .body("{\"old_password\":\"" + Api.PASSWORD
                        + "\",\"new_password\":\"battery staple\",\"revoke_api_tokens\":true}")
                .put(Api.ME + "/password")
                .then()
                .statusCode(200)
                .body("revoked_tokens", equalTo(600));
        assertThat(redis.hashLength("tokens:of:" + alice.userId())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "token", "prefix", "prefix with dots", "eight characters", "43 characters"})
    void aTokenIsRevokedByIdTextOrPrefix(String way) {
        // Given
        Account alice = Api.register();
        Response made = create(alice, "{\"token_name\":\"doomed\"}");
        String token = made.path("token");
        String name =
                switch (way) {
                    case "id" -> made.path("token_info.id");
                    case "token" -> token;
                    case "prefix" -> token.substring(0, 12);
                    case "prefix with dots" -> made.path("token_info.token_prefix");
                    case "43 characters" -> token.substring(0, 43);
                    default -> token.substring(0, 8);
                };
        // When
        as(alice)
                .delete(TOKENS + "/" + name)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("Token revoked successfully"));
        // Then
        assertProblem(as(token).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        assertThat(redis.exists("token:" + sha256(token))).isFalse();
        assertProblem(as(alice).delete(TOKENS + "/" + name), 404, "TOKEN_NOT_FOUND", "Token not found");
    }

    @Test
    void aUserCannotRevokeAnotherUsersToken() {
        Account alice = Api.register();
        Account mallory = Api.register();
        Response made = create(alice, "{\"token_name\":\"alice's\"}");
        String token = made.path("token");
        for (String name :
                List.of(made.<String>path("token_info.id"), token, token.substring(0, 12), token.substring(0, 8))) {
            assertProblem(as(mallory).delete(TOKENS + "/" + name), 404, "TOKEN_NOT_FOUND", "Token not found");
        }
        as(token).get(Api.ME).then().statusCode(200);
    }

    @Test
    void aPrefixThatFitsSeveralTokensIsRefused() {
        // Given two tokens whose records show the same prefix
        Account alice = Api.register();
        String first = Api.createToken(alice, "first");
        String second = Api.createToken(alice, "second");
        String key = "token:" + sha256(second);
        redis.set(key, redis.get(key).replace(second.substring(0, 12), first.substring(0, 12)));
        // Then
        assertProblem(
                as(alice).delete(TOKENS + "/" + first.substring(0, 12)),
                409,
                "AMBIGUOUS_TOKEN_PREFIX",
                "Several of your tokens begin with this prefix. Use the token's id.");
        as(first).get(Api.ME).then().statusCode(200);
        as(second).get(Api.ME).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", "p3d_Ab1", "p3d_Ab1...", "..."})
    void aPrefixThatIsTooShortIsRefused(String prefix) {
        assertProblem(
                        as(Api.register()).delete(TOKENS + "/" + prefix),
                        422,
                        "VALIDATION_FAILED",
                        containsString("at least 8 characters"))
                .body("errors.field", contains("token_or_prefix"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"token_name\":null}",
                "{\"token_name\":\"\"}",
                "{\"token_name\":\"tab\\there\"}",
                "{\"token_name\":\" \"}",
                "{\"token_name\":\"right\\u202eleft\"}",
                "{\"token_name\":7}",
                "{\"token_name\":\"x\",\"expires_in_days\":0}",
                "{\"token_name\":\"x\",\"expires_in_days\":-1}",
                "{\"token_name\":\"x\",\"expires_in_days\":3651}",
                "{\"token_name\":\"x\",\"expires_in_days\":1000000000000}",
                "{\"token_name\":\"x\",\"expires_in_days\":1.5}",
                "{\"token_name\":\"x\",\"expires_in_days\":\"30\"}",
                "{\"token_name\":\"x\",\"scopes\":[]}",
                "{\"token_name\":\"x\",\"scopes\":\"jobs:read\"}",
                "{\"token_name\":\"x\",\"scopes\":[null]}",
                "{\"token_name\":\"x\",\"scopes\":[7]}",
                "{\"token_name\":\"x\",\"scopes\":[\"jobs:read\",\"jobs:delete\"]}",
                "{\"token_name\":\"x\",\"scopes\":[\"Jobs:Read\"]}",
                "{\"token_name\":\"x\",\"scopes\":[\"jobs:read \"]}",
                "{\"token_name\":\"x\",\"scopes\":[\"worker\"]}"
            })
    void aFieldThatBreaksItsRuleMakesNoToken(String body) {
        Account alice = Api.register();
        assertProblem(create(alice, body), 422, "VALIDATION_FAILED", containsString(""));
        as(alice).get(TOKENS).then().body("total_count", equalTo(1));
    }

    @Test
    void aNameOf101CharactersIsTooLong() {
        Account alice = Api.register();
        create(alice, "{\"token_name\":\"" + "ż".repeat(100) + "\"}").then().statusCode(200);
        create(alice, "{\"token_name\":\"" + "x".repeat(101) + "\"}").then().statusCode(422);
    }

    private static Response create(Account account, String body) {
        return as(account).contentType("application/json").body(body).post(TOKENS);
    }

    private static String sha256(String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
