package org.meshgate.accounts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class TokenRotationTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void aNewTokenTakesThePlaceOfTheOldOne() {
        // Given a token for one thing and ten days, half of which are over
        Api.Account alice = Api.register();
        Response made =
                create(alice, "{\"token_name\":\"ci\",\"expires_in_days\":10,\"scopes\":[\"jobs:read\",\"account\"]}");
        String old = made.path("token");
        String oldId = made.path("token_info.id");
        clock.advance(Duration.ofDays(5));
        // When
        Response rotated = rotate(alice.token(), oldId, "{}");
        // Then
        rotated.then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("API token rotated successfully"))
                .body("token", matchesPattern("p3d_[0-9A-Za-z]{49}"))
                .body("token_info.id", not(equalTo(oldId)))
                .body("token_info.name", equalTo("ci"))
                .body("token_info.kind", equalTo("api"))
                .body("token_info.scopes", contains("jobs:read", "account"));
        assertThat(life(rotated)).isEqualTo(Duration.ofDays(10));
        assertProblem(as(old).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        as(rotated.<String>path("token")).get(Api.ME).then().statusCode(200);
        assertThat(redis.exists("token:" + Api.sha256(old))).isFalse();
        as(alice).get(TOKENS).then().body("total_count", equalTo(2));
    }

    @Test
    void theOldOneLivesOnForTheGraceTime() {
        Api.Account alice = Api.register();
        Response made = create(alice, "{\"token_name\":\"ci\"}");
        String old = made.path("token");
        Response rotated = rotate(old, made.path("token_info.id"), "{\"grace_seconds\":3600}");
        rotated.then().statusCode(200).body("token_info.expires_at", nullValue());
        clock.advance(Duration.ofMinutes(59));
        as(old).get(Api.ME).then().statusCode(200);
        clock.advance(Duration.ofMinutes(1).plusSeconds(1));
        assertProblem(as(old).get(Api.ME), 401, "TOKEN_EXPIRED", "Token has expired");
        as(rotated.<String>path("token")).get(Api.ME).then().statusCode(200);
        assertThat(redis.timeToLiveMillis("token:" + Api.sha256(old)))
                .isBetween(
                        Duration.ofDays(30).toMillis(),
                        Duration.ofDays(30).plusHours(1).toMillis());
    }

    @Test
    void aGraceTimeMakesNoTokenLiveLonger() {
        Api.Account alice = Api.register();
        Response made = create(alice, "{\"token_name\":\"day\",\"expires_in_days\":1}");
        clock.advance(Duration.ofHours(23));
        rotate(alice.token(), made.path("token_info.id"), "{\"grace_seconds\":86400}")
                .then()
                .statusCode(200);
        clock.advance(Duration.ofHours(1));
        assertProblem(as(made.<String>path("token")).get(Api.ME), 401, "TOKEN_EXPIRED", "Token has expired");
    }

    @Test
    void aLoginTokenRotatesItselfAndStaysOne() {
        Api.Account alice = Api.register();
        String id = as(alice).get(Api.ME).path("token.id");
        Response rotated = rotate(alice.token(), id, null);
        rotated.then()
                .statusCode(200)
                .body("token_info.kind", equalTo("login"))
                .body("token_info.name", equalTo("Login token - " + alice.username()));
        assertProblem(as(alice).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
    }

    @Test
    void aRotationDoesNotExtendASession() {
        // Given a login, whose session ends at a known time
        Api.Account alice = Api.register();
        Response me = as(alice).get(Api.ME);
        String end = me.path("token.expires_at");
        // When it is rotated, and that one again, days later
        clock.advance(Duration.ofDays(20));
        Response first = rotate(alice.token(), me.path("token.id"), "{\"grace_seconds\":60}");
        clock.advance(Duration.ofDays(30));
        Response second = rotate(first.path("token"), first.path("token_info.id"), null);
        // Then
        first.then().statusCode(200).body("token_info.expires_at", equalTo(end));
        second.then().statusCode(200).body("token_info.expires_at", equalTo(end));
        assertThat(redis.timeToLiveMillis("token:" + Api.sha256(second.<String>path("token"))))
                .isLessThanOrEqualTo(Duration.ofDays(365 + 30).toMillis());
    }

    @Test
    void aTokenIsRotatedOnce() {
        Api.Account alice = Api.register();
        Response made = create(alice, "{\"token_name\":\"ci\"}");
        String id = made.path("token_info.id");
        String successor = rotate(alice.token(), id, "{\"grace_seconds\":60}").path("token_info.id");
        assertProblem(
                rotate(alice.token(), id, "{\"grace_seconds\":60}"),
                409,
                "TOKEN_ALREADY_ROTATED",
                containsString(successor));
    }

    @Test
    void aTokenCannotGrantMoreThanItHas() {
        Api.Account alice = Api.register();
        String narrow = Api.createToken(alice, "narrow", List.of("account"));
        String wideId = as(alice).get(Api.ME).path("token.id");
        assertProblem(
                rotate(narrow, wideId, "{}"),
                403,
                "INSUFFICIENT_SCOPE",
                containsString("lacks the scope jobs:read jobs:write."));
        as(alice).get(Api.ME).then().statusCode(200);
    }

    @Test
    void whatAUserMayAllDoIsStillLessThanNoLimit() {
        // Given a token with every scope that its user has, and one without scopes, which has those of any later role
        // too
        Api.Account alice = Api.register();
        String named = Api.createToken(alice, "named", List.of("jobs:read", "jobs:write", "account"));
        String namedId = as(named).get(Api.ME).path("token.id");
        String unlimitedId = as(alice).get(Api.ME).path("token.id");
        // When the first asks for the place of the second
        // Then it does not get it, and that one goes on
        assertProblem(
                rotate(named, unlimitedId, "{}"), 403, "INSUFFICIENT_SCOPE", containsString("lacks the scope admin."));
        as(alice).get(Api.ME).then().statusCode(200);
        // And it can still rotate itself
        rotate(named, namedId, "{}").then().statusCode(200);
    }

    @Test
    void foreignAndUnknownTokensAreNotThere() {
        Api.Account alice = Api.register();
        String id = as(alice).get(Api.ME).path("token.id");
        for (String token :
                List.of(Api.register().token(), accounts.createAdmin().token())) {
            assertProblem(rotate(token, id, "{}"), 404, "TOKEN_NOT_FOUND", "Token not found");
        }
        for (String name : List.of("tok_0123456789abcdef", "nonsense", alice.token())) {
            assertProblem(rotate(alice.token(), name, "{}"), 404, "TOKEN_NOT_FOUND", "Token not found")
                    .body("instance", not(containsString(alice.token())));
        }
        as(alice).get(Api.ME).then().statusCode(200);
    }

    @Test
    void anonymousCallersAndBadTokensRotateNothing() {
        String id = as(Api.register()).get(Api.ME).path("token.id");
        assertProblem(
                given().contentType("application/json").body("{}").post(TOKENS + "/" + id + "/rotate"),
                401,
                "TOKEN_REQUIRED",
                containsString("missing"));
        assertProblem(rotate(Api.UNKNOWN_TOKEN, id, "{}"), 401, "INVALID_TOKEN", "Invalid token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "86401", "1000000000000", "1.5", "\"60\"", "[]", "true"})
    void anInvalidGracePeriodRotatesNothing(String seconds) {
        Api.Account alice = Api.register();
        String id = as(alice).get(Api.ME).path("token.id");
        assertProblem(
                rotate(alice.token(), id, "{\"grace_seconds\":" + seconds + "}"),
                422,
                "VALIDATION_FAILED",
                containsString("grace_seconds"));
        as(alice).get(TOKENS).then().statusCode(200).body("total_count", equalTo(1));
    }

    @Test
    void ofRotationsAtTheSameMomentOneWins() {
        // Given
        Api.Account alice = Api.register();
        String id = create(alice, "{\"token_name\":\"ci\"}").path("token_info.id");
        CountDownLatch start = new CountDownLatch(1);
        // When
        List<CompletableFuture<Integer>> rotations = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            await(start);
                            return rotate(alice.token(), id, "{\"grace_seconds\":" + (i % 2) * 60 + "}")
                                    .statusCode();
                        },
                        command -> new Thread(command).start()))
                .toList();
        start.countDown();
        List<Integer> statuses = rotations.stream().map(CompletableFuture::join).toList();
        // Then
        assertThat(statuses).containsOnlyOnce(200).containsAnyOf(404, 409).doesNotContain(500);
        List<String> names = as(alice).get(TOKENS).path("tokens.name");
        assertThat(names.stream().filter("ci"::equals).count()).isBetween(1L, 2L);
        as(alice).get(TOKENS).then().body("tokens.kind.unique()", containsInAnyOrder("login", "api"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Duration life(Response made) {
        return Duration.between(
                Instant.parse(made.path("token_info.created_at")), Instant.parse(made.path("token_info.expires_at")));
    }

    private static Response create(Api.Account account, String body) {
        return as(account).contentType("application/json").body(body).post(TOKENS);
    }

    private static Response rotate(String token, String id, String body) {
        var request = as(token).contentType("application/json");
        return (body == null ? request : request.body(body)).post(TOKENS + "/" + id + "/rotate");
    }
}
