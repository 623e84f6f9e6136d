package org.meshgate.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class TokenUsageTrackerTest {

    @Inject
    TokenUsageTracker tokenUsageTracker;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @Test
    void shutdownFlushesUsesAndSkipsRevokedTokens() {
        // Given a token that is used, and one that is used and ended
        Api.Account alice = Api.register();
        String kept = as(alice).get(ME).then().statusCode(200).extract().path("token.id");
        String ended = as(Api.createToken(alice, "ended")).get(ME).path("token.id");
        as(alice).delete(TOKENS + "/" + ended).then().statusCode(200);
        // When
        tokenUsageTracker.stop(new ShutdownEvent());
        // Then
        long seconds = Long.parseLong(redis.hashField("tokens:used", kept));
        assertThat(seconds).isCloseTo(System.currentTimeMillis() / 1000, org.assertj.core.api.Assertions.within(60L));
        assertThat(redis.hashField("tokens:used", kept + ":from")).isEqualTo("127.0.0.0/24");
        assertThat(redis.hashField("tokens:used", ended)).isNull();
        assertThat(redis.hashField("tokens:used", ended + ":from")).isNull();
        as(alice).get(TOKENS).then().body("tokens.id", hasItem(kept));
    }

    @Test
    void recordedUsesOrderTheLoginTokens() {
        // Given a login that is used, written down, and used again
        Api.Account alice = Api.register();
        clock.advance(Duration.ofSeconds(10));
        String id = as(alice).get(ME).path("token.id");
        tokenUsageTracker.stop(new ShutdownEvent());
        String first = redis.hashField("tokens:used", id);
        clock.advance(Duration.ofSeconds(10));
        String shown = as(alice).get(ME).path("token.last_used_at");
        // When
        tokenUsageTracker.stop(new ShutdownEvent());
        // Then
        assertThat(as(alice).get(TOKENS).<String>path("tokens[0].last_used_from"))
                .isEqualTo("127.0.0.0/24");
        String seconds = redis.hashField("tokens:used", id);
        assertThat(Long.parseLong(seconds)).isGreaterThan(Long.parseLong(first));
        assertThat(Instant.ofEpochSecond(Long.parseLong(seconds))).isEqualTo(Instant.parse(shown));
        assertThat(redis.send(Command.ZSCORE, "3daigc:tokens:logins:" + alice.userId(), id)
                        .toLong())
                .isEqualTo(Long.parseLong(seconds) * 1000);
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void idsOfExpiredTokensLeaveTheListWhenNewOnesAreMade() {
        // Given a token whose end has come
        Api.Account alice = Api.register();
        redis.send(Command.HSET, "3daigc:tokens:of:" + alice.userId(), "tok_dead", "no-such-hash");
        redis.send(Command.ZADD, "3daigc:tokens:ends:" + alice.userId(), "1", "tok_dead");
        // When
        Api.createToken(alice, "new");
        // Then
        assertThat(redis.hashField("tokens:of:" + alice.userId(), "tok_dead")).isNull();
        assertThat(redis.hashLength("tokens:of:" + alice.userId())).isEqualTo(2);
    }

    @Test
    void aRevokedTokenLeavesNoAddress() {
        Api.Account alice = Api.register();
        String id = as(alice).get(ME).path("token.id");
        tokenUsageTracker.stop(new ShutdownEvent());
        assertThat(redis.hashField("tokens:used", id + ":from")).isEqualTo("127.0.0.0/24");
        as(alice).delete(TOKENS + "/" + id).then().statusCode(200);
        assertThat(redis.hashField("tokens:used", id)).isNull();
        assertThat(redis.hashField("tokens:used", id + ":from")).isNull();
    }
}
