package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SmallLimits.class)
class TokenLimitsTest {

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void noTokenLivesLongerThanTheOperatorAllows() {
        Api.Account alice = Api.register();
        assertProblem(
                create(alice, ",\"expires_in_days\":31"),
                422,
                "VALIDATION_FAILED",
                "expires_in_days must be a whole number from 1 to 30");
        assertThat(life(create(alice, ",\"expires_in_days\":30"))).isEqualTo(Duration.ofDays(30));
        assertThat(life(create(alice, ""))).isEqualTo(Duration.ofDays(30));
        as(alice).get(TOKENS).then().body("total_count", equalTo(3));
    }

    @Test
    void noAddressIsKeptWhereTheOperatorWantsNone() {
        Api.Account alice = Api.register();
        as(alice)
                .get(Api.ME)
                .then()
                .body("token.last_used_at", notNullValue())
                .body("token.last_used_from", nullValue());
    }

    @Test
    void aLoginEndsByItself() {
        Api.Account alice = Api.register();
        clock.advance(Duration.ofDays(7));
        assertProblem(as(alice).get(Api.ME), 401, "TOKEN_EXPIRED", "Token has expired");
    }

    @Test
    void aSessionThatWasMadeForLongerEndsNoLaterThanANewOne() {
        // Given a login from a time when the operator allowed more
        Api.Account alice = Api.register();
        String key = "token:" + Api.sha256(alice.token());
        String end = as(alice).get(Api.ME).path("token.expires_at");
        redis.set(key, redis.get(key).replace(end, "2099-01-01T00:00:00Z"));
        String id = as(alice).get(Api.ME).path("token.id");
        // When
        clock.jumpAtEachReading(Duration.ofMillis(1));
        Response rotated = rotate(alice, id, 0);
        // Then
        assertThat(life(rotated)).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void apiTokensBeyondTheirLimitAreRefusedRegardlessOfLoginTokens() {
        Api.Account alice = Api.register();
        List<CompletableFuture<Integer>> made = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> create(alice, "").statusCode(), command -> new Thread(command).start()))
                .toList();
        assertThat(made.stream().map(CompletableFuture::join))
                .containsExactlyInAnyOrder(200, 200, 200, 409, 409, 409, 409, 409);
        assertProblem(create(alice, ""), 409, "TOO_MANY_TOKENS", containsString("allows (3)"));
        Api.login(alice.username(), Api.PASSWORD).then().statusCode(200);
        // When one goes, there is room, and so there is when one has expired
        String id = as(alice).get(TOKENS).path("tokens.find { it.kind == 'api' }.id");
        as(alice).delete(TOKENS + "/" + id).then().statusCode(200);
        create(alice, "").then().statusCode(200);
        create(alice, "").then().statusCode(409);
        String other = as(alice).get(TOKENS).path("tokens.find { it.kind == 'api' }.id");
        String yesterday = Long.toString(Instant.now().minus(Duration.ofDays(1)).toEpochMilli());
        redis.send(Command.ZADD, "3daigc:tokens:ends:" + alice.userId(), yesterday, other);
        create(alice, "").then().statusCode(200);
        create(alice, "").then().statusCode(409);
        // nor does a login that has expired count as one
        String login = as(alice).get(TOKENS).path("tokens.findAll { it.kind == 'login' }[0].id");
        redis.send(Command.ZADD, "3daigc:tokens:ends:" + alice.userId(), yesterday, login);
        create(alice, "").then().statusCode(409);
    }

    @Test
    void rotationsInTheirGraceTimeHaveANumberToo() {
        Api.Account alice = Api.register();
        String id = "";
        for (int i = 0; i < 3; i++) {
            id = create(alice, "").path("token_info.id");
        }
        for (int i = 0; i < 3; i++) {
            Response rotated = rotate(alice, id, 60);
            rotated.then().statusCode(200);
            id = rotated.path("token_info.id");
        }
        assertProblem(rotate(alice, id, 60), 409, "TOO_MANY_TOKENS", containsString("allows (3)"));
        rotate(alice, id, 0).then().statusCode(200);
    }

    @Test
    void theLoginThatWasNotUsedForTheLongestTimeMakesRoom() {
        // Given two logins, of which the older was used last
        Api.Account alice = Api.register();
        clock.advance(Duration.ofMinutes(1));
        String second = Api.login(alice.username(), Api.PASSWORD).path("token");
        String app = Api.createToken(alice, "app");
        clock.advance(Duration.ofMinutes(1));
        String firstId = as(alice).get(Api.ME).path("token.id");
        redis.send(
                Command.ZADD,
                "3daigc:tokens:logins:" + alice.userId(),
                "XX",
                Long.toString(clock.instant().toEpochMilli()),
                firstId);
        // When
        clock.advance(Duration.ofMinutes(1));
        String third = Api.login(alice.username(), Api.PASSWORD).path("token");
        // Then
        assertProblem(as(second).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        as(alice).get(Api.ME).then().statusCode(200);
        as(third).get(Api.ME).then().statusCode(200);
        as(app).get(Api.ME).then().statusCode(200);
        // And a new login that looks old is not the one that goes
        clock.reset();
        clock.advance(Duration.ofHours(-1));
        String fourth = Api.login(alice.username(), Api.PASSWORD).path("token");
        as(fourth).get(Api.ME).then().statusCode(200);
        as(fourth).get(TOKENS).then().body("total_count", equalTo(3));
    }

    private static Response create(Api.Account account, String more) {
        return as(account)
                .contentType("application/json")
                .body("{\"token_name\":\"app\"" + more + "}")
                .post(TOKENS);
    }

    private static Response rotate(Api.Account account, String id, int grace) {
        return as(account)
                .contentType("application/json")
                .body("{\"grace_seconds\":" + grace + "}")
                .post(TOKENS + "/" + id + "/rotate");
    }

    private static Duration life(Response made) {
        made.then().statusCode(200);
        return Duration.between(
                Instant.parse(made.path("token_info.created_at")), Instant.parse(made.path("token_info.expires_at")));
    }
}
