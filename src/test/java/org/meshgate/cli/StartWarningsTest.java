package org.meshgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** What the log says of Redis at the start, with a real one whose settings are changed and put back. */
@QuarkusTest
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@TestProfile(NoBackgroundWork.class)
class StartWarningsTest {

    @Inject
    StartWarnings warnings;

    @Inject
    RedisView redis;

    @AfterEach
    void asItWas() {
        redis.send(Command.ACL, "SETUSER", "default", "+@all");
        redis.send(Command.CONFIG, "SET", "maxmemory-policy", "noeviction");
        redis.send(Command.CONFIG, "SET", "appendonly", "yes");
    }

    @Test
    void ofOneThatKeepsEverythingThereIsNothingToSay() {
        assertThat(seen()).isEmpty();
    }

    @Test
    void ofOneThatThrowsKeysAwayAndKeepsNothing() {
        redis.send(Command.CONFIG, "SET", "maxmemory-policy", "allkeys-lru");
        redis.send(Command.CONFIG, "SET", "appendonly", "no");
        redis.send(Command.CONFIG, "SET", "save", "");
        assertThat(seen())
                .containsExactly(
                        "Redis keeps nothing: no append-only file, no snapshots", "maxmemory-policy is allkeys-lru");
    }

    @Test
    void whatRedisForbidsToAskIsToldByInfo() {
        redis.send(Command.CONFIG, "SET", "maxmemory-policy", "volatile-lru");
        redis.send(Command.ACL, "SETUSER", "default", "-config");
        assertThat(seen()).containsExactly("maxmemory-policy is volatile-lru");
    }

    @Test
    void nothingIsSaidWhenRedisTellsNothing() {
        redis.send(Command.ACL, "SETUSER", "default", "-config", "-info");
        assertThat(seen()).isEmpty();
    }

    private List<String> seen() {
        return warnings.look().await().atMost(Duration.ofSeconds(10)).stream()
                .map(Finding::seen)
                .toList();
    }
}
