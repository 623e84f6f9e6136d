package org.meshgate.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.config.converter.ServerAddress;
import org.meshgate.diagnostics.Finding.Level;
import org.meshgate.redis.health.PersistenceCheck;
import org.meshgate.redis.health.PersistenceCheck.Eviction;
import org.meshgate.redis.health.PersistenceCheck.Persistence;
import org.meshgate.redis.topology.ClusterView;

/** What the diagnostics make of what they see. */
class DiagnosticsRulesTest {

    private static final long MIB = 1024L * 1024;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "6.0.16, PROBLEM",
        "5.9.9, PROBLEM",
        "6.2.0, OK",
        "7.0.15, OK",
        "10.1.0, OK",
        "255.255.255, OK",
        "unstable, UNKNOWN",
        "99999999999.1.1, UNKNOWN"
    })
    void versionsFrom62OnAreGood(String version, Level expected) {
        assertThat(RedisChecks.version(Map.of("redis_version", version)).level())
                .isEqualTo(expected);
    }

    @Test
    void valkeyIsToldByItsOwnVersionAndSilenceIsUnknown() {
        assertThat(RedisChecks.version(Map.of("redis_version", "7.2.4", "valkey_version", "8.0.1")))
                .isEqualTo(Finding.ok("redis-version", "Valkey 8.0.1"));
        assertThat(RedisChecks.version(Map.of()).level()).isEqualTo(Level.UNKNOWN);
    }

    @Test
    void primaryOfAClusterShouldHaveAReplica() {
        Optional<ServerAddress> primary = Optional.of(new ServerAddress("192.0.2.1", 6379));
        String seen = "the primary of all keys (slot 5458) is 192.0.2.1:6379, with ";
        assertThat(RedisChecks.cluster(new ClusterView(5458, primary, 2, List.of())))
                .isEqualTo(Finding.ok("cluster", seen + "2 replicas"));
        assertThat(RedisChecks.cluster(new ClusterView(5458, primary, 0, List.of())))
                .isEqualTo(Finding.warning(
                        "cluster", seen + "no replica", "Give it one, or the service is away when that node is."));
    }

    @Test
    void redisShouldKeepEveryWrite() {
        assertThat(persistence(Persistence.EVERY_WRITE, "").level()).isEqualTo(Level.OK);
        assertThat(persistence(Persistence.EMPTY, ""))
                .isEqualTo(new Finding(
                        "persistence",
                        Level.WARNING,
                        "Redis keeps nothing: no append-only file, no snapshots",
                        "Set appendonly yes, or a restart of Redis loses all accounts and jobs."));
        assertThat(persistence(Persistence.SNAPSHOTS, "3600 1").seen()).isEqualTo("snapshots only (save 3600 1)");
        assertThat(persistence(Persistence.SNAPSHOTS, "").seen()).isEqualTo("snapshots only");
        assertThat(persistence(Persistence.UNKNOWN, "").level()).isEqualTo(Level.UNKNOWN);
        assertThat(persistence(Persistence.FAILING, "").level()).isEqualTo(Level.PROBLEM);
    }

    @Test
    void evictionPolicyThatDropsDataIsAProblem() {
        assertThat(eviction(Eviction.NEVER, "noeviction").level()).isEqualTo(Level.OK);
        assertThat(eviction(Eviction.WHEN_FULL, "volatile-ttl"))
                .isEqualTo(Finding.problem(
                        "eviction",
                        "maxmemory-policy is volatile-ttl",
                        "Set it to noeviction, or a full Redis throws accounts and jobs away."));
        assertThat(eviction(Eviction.WITHOUT_LIMIT, "allkeys-lru"))
                .isEqualTo(new Finding(
                        "eviction",
                        Level.WARNING,
                        "maxmemory-policy is allkeys-lru, without a limit of the memory so far",
                        "Set it to noeviction, or once there is a limit, a full Redis throws accounts and jobs away."));
        assertThat(eviction(Eviction.UNKNOWN, "").level()).isEqualTo(Level.UNKNOWN);
    }

    private static Finding persistence(Persistence persistence, String snapshots) {
        return RedisChecks.persistence(new PersistenceCheck(persistence, snapshots, Eviction.UNKNOWN, ""));
    }

    private static Finding eviction(Eviction eviction, String policy) {
        return RedisChecks.eviction(new PersistenceCheck(Persistence.UNKNOWN, "", eviction, policy));
    }

    @ParameterizedTest
    @CsvSource({
        "redis://127.0.0.1:6379, OK",
        "redis://localhost, OK",
        "redis://[::1]:6379, OK",
        "redis://:word@192.0.2.7:6379/1, WARNING",
        "redis://name.invalid:6379, WARNING",
        "rediss://:word@192.0.2.7:6379, OK"
    })
    void plainTextToAnotherHostIsAWarningWithoutThePassword(String url, Level expected) {
        Finding finding =
                RedisChecks.transport(URI.create(url), List.of(URI.create(url).getHost()));
        assertThat(finding.level()).isEqualTo(expected);
        assertThat(finding.seen() + finding.advice()).doesNotContain("word@");
    }

    @Test
    void plainTextNeedsAllSentinelsOnLoopback() {
        URI plain = URI.create("redis://sentinels");
        assertThat(RedisChecks.transport(plain, List.of("127.0.0.1", "localhost"))
                        .level())
                .isEqualTo(Level.OK);
        assertThat(RedisChecks.transport(plain, List.of("127.0.0.1", "192.0.2.7"))
                        .seen())
                .isEqualTo("the connection to Redis on 127.0.0.1, 192.0.2.7 is not encrypted");
    }

    @ParameterizedTest
    @CsvSource({
        "0, OK",
        "1999, OK",
        "-1999, OK",
        "2000, WARNING",
        "-29999, WARNING",
        "30000, PROBLEM",
        "-90000, PROBLEM"
    })
    void clocksMustAgree(long millisAhead, Level expected) {
        assertThat(RedisChecks.clock(Duration.ofMillis(millisAhead)).level()).isEqualTo(expected);
    }

    @Test
    void clockThatIsBehindIsReported() {
        assertThat(RedisChecks.clock(Duration.ofMillis(-2500)).seen())
                .isEqualTo("Redis' clock is 2.5 s behind that of this machine");
        assertThat(RedisChecks.clock(Duration.ofSeconds(61)).seen())
                .isEqualTo("Redis' clock is 61.0 s ahead of that of this machine");
    }

    @Test
    void foldersAreThereOrCanBeMade() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(FolderChecks.written("storage.outputs", directory).seen())
                .startsWith(directory + " can be written, ");
        assertThat(FolderChecks.written("storage.outputs", directory.resolve("a/b"))
                        .level())
                .isEqualTo(Level.WARNING);
        assertThat(FolderChecks.written("storage.outputs", file).level()).isEqualTo(Level.PROBLEM);
        assertThat(FolderChecks.written("storage.outputs", file.resolve("below"))
                        .level())
                .isEqualTo(Level.PROBLEM);
        assertThat(FolderChecks.read("storage.inputs", directory).level()).isEqualTo(Level.OK);
        assertThat(FolderChecks.read("storage.inputs", directory.resolve("missing"))
                        .level())
                .isEqualTo(Level.PROBLEM);
        assertThat(FolderChecks.read("storage.inputs", file).level()).isEqualTo(Level.PROBLEM);
    }

    @ParameterizedTest
    @CsvSource({"1024, OK", "1023, WARNING", "200, WARNING", "199, PROBLEM"})
    void foldersNeedSpace(long mebibytes, Level expected) {
        assertThat(FolderChecks.space("storage.uploads", directory, OptionalLong.of(mebibytes * MIB))
                        .level())
                .isEqualTo(expected);
    }
}
