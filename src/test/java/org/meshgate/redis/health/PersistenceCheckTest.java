package org.meshgate.redis.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.redis.health.PersistenceCheck.Eviction;
import org.meshgate.redis.health.PersistenceCheck.Persistence;

/** What INFO and CONFIG GET come to, and what is worth a warning at the start. */
class PersistenceCheckTest {

    private static final Map<String, String> NO_FILE = Map.of("aof_enabled", "0");

    @Test
    void survivesARestartOfRedis() {
        assertThat(persistence(Map.of("aof_enabled", "1"), Map.of())).isEqualTo(Persistence.EVERY_WRITE);
        assertThat(persistence(NO_FILE, Map.of("save", "3600 1"))).isEqualTo(Persistence.SNAPSHOTS);
        assertThat(persistence(NO_FILE, Map.of("save", ""))).isEqualTo(Persistence.EMPTY);
        assertThat(persistence(NO_FILE, Map.of())).isEqualTo(Persistence.UNKNOWN);
        assertThat(persistence(Map.of(), Map.of("save", ""))).isEqualTo(Persistence.UNKNOWN);
        assertThat(persistence(Map.of("aof_enabled", "1", "aof_last_write_status", "err"), Map.of()))
                .isEqualTo(Persistence.FAILING);
        assertThat(persistence(Map.of("aof_enabled", "0", "rdb_last_bgsave_status", "err"), Map.of()))
                .isEqualTo(Persistence.FAILING);
    }

    @ParameterizedTest
    @CsvSource({"9500, SNAPSHOTS", "9030, UNKNOWN", "x, UNKNOWN"})
    void recentSnapshotProvesPersistence(String saved, Persistence expected) {
        Map<String, String> info = Map.of(
                "aof_enabled",
                "0",
                "server_time_usec",
                "10000000000",
                "uptime_in_seconds",
                "1000",
                "rdb_last_save_time",
                saved);
        assertThat(persistence(info, Map.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "noeviction, 0, NEVER",
        "noeviction, 1000, NEVER",
        "allkeys-lru, 0, WITHOUT_LIMIT",
        "allkeys-lru, 1000, WHEN_FULL",
        "volatile-ttl, 1, WHEN_FULL"
    })
    void reportsAFullRedis(String policy, String limit, Eviction expected) {
        assertThat(PersistenceCheck.of(Map.of("maxmemory_policy", policy, "maxmemory", limit), Map.of())
                        .eviction())
                .as("by INFO")
                .isEqualTo(expected);
        assertThat(PersistenceCheck.of(Map.of(), Map.of("maxmemory-policy", policy, "maxmemory", limit))
                        .eviction())
                .as("by CONFIG GET")
                .isEqualTo(expected);
    }

    @Test
    void unknownSettingsCauseNoWarning() {
        PersistenceCheck silent = PersistenceCheck.of(Map.of(), Map.of());
        assertThat(silent).isEqualTo(new PersistenceCheck(Persistence.UNKNOWN, "", Eviction.UNKNOWN, ""));
        assertThat(PersistenceWarning.warnings(silent)).isEmpty();
        assertThat(PersistenceWarning.warnings(
                        PersistenceCheck.of(Map.of("aof_enabled", "1", "maxmemory_policy", "noeviction"), Map.of())))
                .isEmpty();
        assertThat(PersistenceWarning.warnings(PersistenceCheck.of(
                        Map.of("aof_enabled", "0", "maxmemory", "0", "maxmemory_policy", "allkeys-lru"),
                        Map.of("save", "3600 1"))))
                .isEmpty();
    }

    @Test
    void warnsOfEachDataLossRiskOnce() {
        assertThat(PersistenceWarning.warnings(PersistenceCheck.of(
                        Map.of("aof_enabled", "0", "maxmemory", "1000", "maxmemory_policy", "allkeys-lru"),
                        Map.of("save", ""))))
                .containsExactly(
                        "Redis throws data away when its memory is full (maxmemory-policy allkeys-lru): set it to"
                                + " noeviction, or accounts, tokens and jobs vanish",
                        "Redis keeps nothing over a restart (no append-only file, no snapshots): set appendonly yes");
        assertThat(PersistenceWarning.warnings(
                        new PersistenceCheck(Persistence.FAILING, "", Eviction.NEVER, "noeviction")))
                .containsExactly("Redis failed to write its data to the disk the last time: see its log");
    }

    private static Persistence persistence(Map<String, String> info, Map<String, String> settings) {
        return PersistenceCheck.of(info, settings).persistence();
    }
}
