package org.meshgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.cli.doctor.DoctorChecks;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** {@code doctor} on a real Redis, whose settings are changed and put back. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class DoctorTest {

    @Inject
    MeshgateConfig config;

    @Inject
    DoctorChecks doctor;

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @ConfigProperty(name = "meshgate.redis_url")
    String url;

    @BeforeEach
    void nothingButAnAdministrator() {
        config.storage().inputs().map(Path::of).map(Path::toFile).ifPresent(File::mkdirs);
        redis.send(Command.FLUSHALL);
        accounts.createAdmin();
    }

    @AfterEach
    void asItWas() {
        clock.reset();
        redis.send(Command.ACL, "SETUSER", "default", "+@all");
        redis.send(Command.CONFIG, "SET", "maxmemory-policy", "noeviction");
        redis.send(Command.CONFIG, "SET", "maxmemory", "0");
        redis.send(Command.CONFIG, "SET", "appendonly", "yes");
    }

    @Test
    void reportsNoProblems() {
        // When
        String before = redis.dump();
        Captured healthy = Captured.of(() -> doctor.run(false, "redis://there"));
        // Then
        assertThat(healthy.exitCode()).as(healthy.out()).isZero();
        assertThat(healthy.err()).isEmpty();
        assertThat(healthy.out()).contains("ok       redis          reached: redis://there\n");
        assertThat(statuses())
                .containsEntry("redis", "ok")
                .containsEntry("redis-version", "ok")
                .containsEntry("persistence", "ok")
                .containsEntry("eviction", "ok")
                .containsEntry("clock", "ok")
                .containsEntry("schema", "ok")
                .containsEntry("administrator", "ok")
                .containsEntry("queue", "ok")
                .containsEntry("tls", "ok")
                .containsEntry("catalog", "ok")
                .containsKeys("storage.outputs", "storage.uploads");
        assertThat(redis.dump()).as("it changes nothing").isEqualTo(before);
    }

    @Test
    void settingsOfRedisThatLoseData() {
        // Given
        redis.send(Command.CONFIG, "SET", "maxmemory-policy", "allkeys-lru");
        redis.send(Command.CONFIG, "SET", "maxmemory", "1gb");
        redis.send(Command.CONFIG, "SET", "appendonly", "no");
        // Then
        assertThat(statuses()).containsEntry("eviction", "problem").containsEntry("persistence", "warning");
        assertThat(Captured.of(() -> doctor.run(false, "there")).exitCode()).isEqualTo(1);
        // And a warning alone is no problem
        redis.send(Command.CONFIG, "SET", "maxmemory", "0");
        assertThat(statuses()).containsEntry("eviction", "warning");
        assertThat(Captured.of(() -> doctor.run(false, "there")).exitCode()).isZero();
    }

    @Test
    void infoSufficesWhenConfigIsForbidden() {
        // Given
        redis.send(Command.CONFIG, "SET", "maxmemory-policy", "allkeys-lru");
        redis.send(Command.CONFIG, "SET", "maxmemory", "1gb");
        redis.send(Command.ACL, "SETUSER", "default", "-config");
        // Then
        assertThat(statuses()).containsEntry("eviction", "problem").containsEntry("persistence", "ok");
    }

    @Test
    void commandsForbiddenByAManagedRedisAreUnknown() {
        // Given
        redis.send(Command.ACL, "SETUSER", "default", "-info", "-config", "-time");
        // Then
        assertThat(statuses())
                .containsEntry("redis", "ok")
                .containsEntry("redis-version", "unknown")
                .containsEntry("persistence", "unknown")
                .containsEntry("eviction", "unknown")
                .containsEntry("clock", "unknown")
                .containsEntry("schema", "ok")
                .containsEntry("administrator", "ok");
        assertThat(Captured.of(() -> doctor.run(false, "there")).exitCode()).isZero();
    }

    @Test
    void clocksThatDiffer() {
        clock.advance(Duration.ofMinutes(2));
        assertThat(statuses()).containsEntry("clock", "problem");
    }

    @Test
    void oldDataIsToMigrateAndItsAdministratorsAreNotKnownYet() {
        // Given
        redis.send(Command.FLUSHALL);
        try (OldRedis old = new OldRedis(url)) {
            old.load();
        }
        // Then
        assertThat(statuses()).containsEntry("schema", "warning").containsEntry("administrator", "unknown");
    }

    @Test
    void theDataOfANewerProgramIsAProblem() {
        redis.set("schema_version", "2");
        assertThat(statuses()).containsEntry("schema", "problem");
        redis.set("schema_version", "1");
        assertThat(statuses()).containsEntry("schema", "ok");
    }

    @Test
    void missingAdministratorIsAProblem() {
        redis.send(Command.FLUSHALL);
        assertThat(statuses()).containsEntry("administrator", "problem").containsEntry("schema", "ok");
        assertThat(Captured.of(() -> doctor.run(false, "there")).exitCode()).isEqualTo(1);
    }

    @Test
    void aJobInNoQueueIsAWarning() {
        // Given what a scheduler leaves that dies between two commands
        redis.send(
                Command.HSET,
                "3daigc:jobs",
                "lost",
                "{\"job_id\":\"lost\",\"feature\":\"auto_rig\",\"status\":\"queued\",\"user_id\":\"\"}");
        redis.send(Command.ZADD, "3daigc:jobs:created", "1", "lost");
        redis.send(Command.ZADD, "3daigc:jobs:status:queued", "1", "lost");
        // Then
        Captured found = Captured.of(() -> doctor.run(false, "there"));
        assertThat(found.out())
                .contains(
                        "warning  queue          contradictions: 1; the first: Job lost is queued, but stands in no queue");
        assertThat(found.exitCode()).isZero();
    }

    private Map<String, String> statuses() {
        Map<String, String> statuses = new HashMap<>();
        Captured.of(() -> doctor.run(true, "there")).lines().forEach(line -> {
            try {
                JsonNode finding = new ObjectMapper().readTree(line);
                assertThat(finding.fieldNames()).toIterable().containsExactly("check", "status", "seen", "advice");
                statuses.put(
                        finding.path("check").asText(), finding.path("status").asText());
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new AssertionError(line, e);
            }
        });
        return statuses;
    }
}
