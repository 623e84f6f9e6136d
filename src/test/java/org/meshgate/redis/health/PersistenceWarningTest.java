package org.meshgate.redis.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.LogLines;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The look at the start, on a real Redis whose settings lose data. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class PersistenceWarningTest {

    @Inject
    PersistenceWarning notice;

    @Inject
    RedisInfo facts;

    @Inject
    RedisView redis;

    @BeforeEach
    void givenARedisThatLosesData() {
        redis.send(Command.CONFIG, "SET", "maxmemory", "1gb");
        redis.send(Command.CONFIG, "SET", "maxmemory-policy", "allkeys-lru");
        redis.send(Command.CONFIG, "SET", "appendonly", "no");
        redis.send(Command.CONFIG, "SET", "save", "");
    }

    @AfterEach
    void asItWas() {
        redis.send(Command.ACL, "SETUSER", "default", "+@all");
        redis.send(Command.CONFIG, "SET", "maxmemory", "0");
        redis.send(Command.CONFIG, "SET", "maxmemory-policy", "noeviction");
        redis.send(Command.CONFIG, "SET", "appendonly", "yes");
    }

    @Test
    void logsOutageAndRecoveryOnce() {
        try (LogLines log = new LogLines(PersistenceWarning.class)) {
            notice.start(new StartupEvent());
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> log.containing("Redis").size() == 2);
            assertThat(log.containing("maxmemory-policy allkeys-lru")).hasSize(1);
            assertThat(log.containing("no append-only file, no snapshots")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-config", "-info"})
    void whatIsForbiddenIsUnknownAndInfoIsEnoughForTheEviction(String forbidden) {
        redis.send(Command.ACL, "SETUSER", "default", forbidden);
        PersistenceCheck seen = facts.safety().await().atMost(Duration.ofSeconds(10));
        assertThat(seen)
                .isEqualTo(
                        forbidden.equals("-config")
                                ? new PersistenceCheck(
                                        PersistenceCheck.Persistence.UNKNOWN,
                                        "",
                                        PersistenceCheck.Eviction.WHEN_FULL,
                                        "allkeys-lru")
                                : new PersistenceCheck(
                                        PersistenceCheck.Persistence.UNKNOWN,
                                        "",
                                        PersistenceCheck.Eviction.UNKNOWN,
                                        ""));
    }
}
