package org.meshgate.accounts;

import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** The idle timeout of login tokens, 90 days. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class IdleLoginsTest {

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void aLoginThatIsNotUsedEndsAndAnApiTokenDoesNot() {
        // Given two logins that were not used since they were made, and an API token
        Account alice = Api.register();
        String other = Api.login(alice.username(), Api.PASSWORD).path("token");
        String app = Api.createToken(alice, "app");
        clock.advance(Duration.ofDays(90).minusMinutes(5));
        // When one is used just in time
        as(alice).get(ME).then().statusCode(200);
        clock.advance(Duration.ofMinutes(6));
        // Then the other has ended, as a token does whose time is over
        assertProblem(as(other).get(ME), 401, "TOKEN_EXPIRED", "Token has expired")
                .header("WWW-Authenticate", org.hamcrest.Matchers.containsString("invalid_token"));
        as(alice).get(ME).then().statusCode(200);
        as(app).get(ME).then().statusCode(200);
    }

    @Test
    void anExpiredLoginTokenStaysExpiredOnEveryUse() {
        Account alice = Api.register();
        clock.advance(Duration.ofDays(91));
        for (int i = 0; i < 3; i++) {
            assertProblem(as(alice).get(ME), 401, "TOKEN_EXPIRED", "Token has expired");
        }
    }

    @Test
    void aUseThatAnotherProcessWroteDownCounts() {
        // Given a login that this process has not seen, and another one of the same age
        Account alice = Api.register();
        String other = Api.login(alice.username(), Api.PASSWORD).path("token");
        String id = as(Api.createToken(alice, "app"))
                .get(TOKENS)
                .path("tokens.findAll { it.kind == 'login' }.sort { it.created_at }.last().id");
        redis.send(
                Command.ZADD,
                "3daigc:tokens:logins:" + alice.userId(),
                "XX",
                Long.toString(clock.instant().plus(Duration.ofDays(80)).toEpochMilli()),
                id);
        // When
        clock.advance(Duration.ofDays(169));
        // Then
        as(other).get(ME).then().statusCode(200).body("token.id", equalTo(id));
    }

    @Test
    void aLoginWithoutARecordedUseCountsFromItsCreation() {
        Account alice = Api.register();
        redis.send(Command.DEL, "3daigc:tokens:logins:" + alice.userId());
        clock.advance(Duration.ofDays(89));
        String other = Api.login(alice.username(), Api.PASSWORD).path("token");
        redis.send(Command.DEL, "3daigc:tokens:logins:" + alice.userId());
        redis.send(Command.SET, "3daigc:tokens:logins:" + alice.userId(), "no sorted set");
        as(other).get(ME).then().statusCode(200);
        clock.advance(Duration.ofDays(2));
        assertProblem(as(alice).get(ME), 401, "TOKEN_EXPIRED", "Token has expired");
        as(other).get(ME).then().statusCode(200);
        redis.send(Command.DEL, "3daigc:tokens:logins:" + alice.userId());
    }

    @Test
    void anExpiredTokenCannotBeRotated() {
        // Given
        Account alice = Api.register();
        String app = Api.createToken(alice, "app");
        String id = as(app).get(TOKENS).path("tokens.find { it.kind == 'login' }.id");
        clock.advance(Duration.ofDays(92));
        as(app).get(TOKENS).then().body("tokens.find { it.kind == 'login' }.is_active", equalTo(false));
        // When
        Response rotated = as(app).contentType(ContentType.JSON).body("{}").post(TOKENS + "/" + id + "/rotate");
        // Then
        assertProblem(rotated, 404, "TOKEN_NOT_FOUND", "Token not found");
    }
}
