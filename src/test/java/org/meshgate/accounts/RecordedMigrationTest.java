package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.accounts.admin.Migration;
import org.meshgate.accounts.admin.Migration.Report;
import org.meshgate.identity.legacy.LegacyTokens;
import org.meshgate.testing.Api;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.RecordedRedis;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** The migration of data recorded from a real 3DAIGC-API. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class RecordedMigrationTest {

    private static final Path FOLDER = Path.of("target", "test-recorded-migration");

    /**
     * Of 23 tokens one had expired more than 30 days ago; all the rest is in order, and three records of jobs cannot
     * be read.
     */
    private static final Report TO_DO = new Report(
            RecordedRedis.USERS,
            RecordedRedis.USERS,
            0,
            RecordedRedis.USERS,
            new LegacyTokens.Counts(22, 1),
            RecordedRedis.JOBS,
            RecordedRedis.JOBS + 3);

    @Inject
    Migration migration;

    @Inject
    TestClock clock;

    @ConfigProperty(name = "meshgate.redis_url")
    String url;

    private OldRedis redis;

    @BeforeEach
    void recordedData() {
        redis = new OldRedis(url);
        RecordedRedis.load(redis, FOLDER);
        clock.advance(Duration.ofDays(30)); // since then one expired 31 days ago, and one 29
    }

    @AfterEach
    void close() {
        clock.reset();
        redis.close();
    }

    @Test
    void aDryRunCountsAndLeavesEveryByteAsItIs() {
        Map<String, byte[]> before = everyKey();
        assertThat(run(false)).isEqualTo(TO_DO);
        assertThat(everyKey()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void aRunDoesWhatTheDryRunToldAndASecondOneFindsNothing() {
        assertThat(run(true)).isEqualTo(TO_DO);
        // no text of a token is left anywhere
        assertThat(redis.dump())
                .doesNotContain("3OBya7I7h6jHD7p5TaIbWieUiwByP1f1trwut-ySBsE")
                .doesNotContain("qLO3tSaO0zcGt0OdwLKlpzhK_4AoCUdauI-OCEoVg-I")
                .doesNotContain("\"token\"");
        Map<String, byte[]> after = everyKey();
        assertThat(run(true))
                .isEqualTo(new Report(
                        RecordedRedis.USERS,
                        0,
                        0,
                        RecordedRedis.USERS,
                        LegacyTokens.Counts.NONE,
                        0,
                        RecordedRedis.JOBS + 3));
        assertThat(everyKey()).usingRecursiveComparison().isEqualTo(after);
        // and what nobody had used before still works
        as("3OBya7I7h6jHD7p5TaIbWieUiwByP1f1trwut-ySBsE")
                .get(Api.ME)
                .then()
                .statusCode(200)
                .body("user.role", equalTo("admin"));
    }

    /** As Redis would put them into a backup. */
    private Map<String, byte[]> everyKey() {
        Map<String, byte[]> all = new TreeMap<>();
        for (Response key : redis.send("KEYS", "*")) {
            all.put(key.toString(), redis.send("DUMP", key.toString()).toBytes());
        }
        return all;
    }

    private Report run(boolean change) {
        return migration.run(change, report -> {}).await().atMost(Duration.ofSeconds(20));
    }
}
