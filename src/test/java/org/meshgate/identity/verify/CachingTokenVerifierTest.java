package org.meshgate.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.identity.TokenFormat;
import org.meshgate.redis.FreezingProxy;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisView;

/** The token cache with a real Redis whose invalidation feed works, is silent, or is disconnected. */
@QuarkusTest
@WithTestResource(value = FreezingProxy.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class CachingTokenVerifierTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int MANY = 200;

    FreezingProxy proxy;

    @Inject
    RedisView redis;

    @Inject
    InvalidationFeed feed;

    private Account alice;

    @BeforeEach
    void givenARememberedToken() {
        heard();
        alice = Api.register();
        as(alice).get(ME).then().statusCode(200);
    }

    @AfterEach
    void heard() {
        proxy.passNewsAgain();
        await().atMost(SOON).until(feed::proven);
    }

    @Test
    void aCachedTokenCostsNoRedisQuery() {
        long before = scriptsRun();
        for (int i = 0; i < MANY; i++) {
            as(alice).get(ME).then().statusCode(200).body("user.username", equalTo(alice.username()));
        }
        // last uses and other work in the background may run a script
        assertThat(scriptsRun() - before).isLessThan(MANY / 2);
    }

    @Test
    void aTokenDeletedInRedisIsInvalidated() {
        redis.send(Command.DEL, tokenKey());
        await().atMost(SOON).until(() -> as(alice).get(ME).statusCode() == 401);
        Api.assertProblem(as(alice).get(ME), 401, "INVALID_TOKEN", "Invalid token");
    }

    @Test
    void aUserChangedInRedisIsReadAgain() {
        String key = "user:" + alice.userId();
        redis.set(key, redis.get(key).replace("\"role\":\"user\"", "\"role\":\"admin\""));
        await().atMost(SOON).until(() -> "admin".equals(as(alice).get(ME).path("user.role")));
        redis.set(key, redis.get(key).replace("\"is_active\":true", "\"is_active\":false"));
        await().atMost(SOON).until(() -> as(alice).get(ME).statusCode() == 401);
        redis.set(key, redis.get(key).replace("\"is_active\":false", "\"is_active\":true"));
        await().atMost(SOON).until(() -> as(alice).get(ME).statusCode() == 200);
    }

    @Test
    void aFlushedRedisInvalidatesTheWholeCache() {
        redis.send(Command.FLUSHDB);
        await().atMost(SOON).until(() -> as(alice).get(ME).statusCode() == 401);
        assertThat(feed.proven()).isTrue();
    }

    @Test
    void aLocalChangeAppliesToTheNextRequest() {
        for (int i = 0; i < 50; i++) {
            String token = Api.createToken(alice, "short-lived");
            as(token).get(ME).then().statusCode(200);
            as(alice).delete(Api.TOKENS + "/" + token).then().statusCode(200);
            as(token).get(ME).then().statusCode(401);
        }
    }

    @Test
    void withoutTheFeedEveryRequestQueriesRedis() {
        // When the connection for the news breaks and cannot be made again
        proxy.cutTheNews();
        await().atMost(SOON).until(() -> !feed.proven());
        // Then a change elsewhere holds at once
        as(alice).get(ME).then().statusCode(200);
        long before = scriptsRun();
        as(alice).get(ME).then().statusCode(200);
        assertThat(scriptsRun()).isGreaterThan(before);
        redis.send(Command.DEL, tokenKey());
        as(alice).get(ME).then().statusCode(401);
    }

    @Test
    void entriesAreInvalidAfterAnInterruptionOfTheFeed() {
        // Given news that stand still: their connection is open and silent
        proxy.freezeTheNews();
        redis.send(Command.DEL, tokenKey());
        // When it was given up and news come again
        await().atMost(SOON).until(() -> !feed.proven());
        await().atMost(SOON).until(feed::proven);
        // Then
        as(alice).get(ME).then().statusCode(401);
    }

    @Test
    void aTokenThatWasNotThereIsFoundWhenItComes() {
        // Given an answer that remembers that there is none
        String key = tokenKey();
        String record = redis.send(Command.GET, key).toString();
        redis.send(Command.DEL, key);
        await().atMost(SOON).until(() -> as(alice).get(ME).statusCode() == 401);
        as(alice).get(ME).then().statusCode(401);
        // When somebody restores it
        redis.send(Command.SET, key, record);
        // Then
        await().atMost(SOON).until(() -> as(alice).get(ME).statusCode() == 200);
    }

    private String tokenKey() {
        return "3daigc:token:" + TokenFormat.sha256(alice.token());
    }

    private long scriptsRun() {
        String statistics = redis.send(Command.INFO, "commandstats").toString();
        Matcher calls = Pattern.compile("cmdstat_evalsha:calls=(\\d+)").matcher(statistics);
        assertThat(calls.find()).isTrue();
        return Long.parseLong(calls.group(1));
    }
}
