package org.meshgate.identity;

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
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class LastUsesTest {

    @Inject
    LastUses lastUses;

    @Inject
    RedisView redis;

    @Test
    void aStopWritesDownWhatWasUsedAndForgetsWhatHasEnded() {
        // Given a token that is used, and one that is used and ended
        Api.Account alice = Api.register();
        String kept = as(alice).get(ME).then().statusCode(200).extract().path("token.id");
        String ended = as(Api.createToken(alice, "ended")).get(ME).path("token.id");
        as(alice).delete(TOKENS + "/" + ended).then().statusCode(200);
        // When
        lastUses.stop(new ShutdownEvent());
        // Then
        long seconds = Long.parseLong(redis.hashField("tokens:used", kept));
        assertThat(seconds).isCloseTo(System.currentTimeMillis() / 1000, org.assertj.core.api.Assertions.within(60L));
        assertThat(redis.hashField("tokens:used", ended)).isNull();
        as(alice).get(TOKENS).then().body("tokens.id", hasItem(kept));
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
}
