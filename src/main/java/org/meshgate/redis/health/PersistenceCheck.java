package org.meshgate.redis.health;

import java.util.Map;
import java.util.Optional;

/**
 * Whether Redis persists its data, as far as it reports.
 *
 * @param snapshots the setting {@code save}, for display; empty when it is not set or not readable
 * @param policy the setting {@code maxmemory-policy}; empty when it is not readable
 */
public record PersistenceCheck(Persistence persistence, String snapshots, Eviction eviction, String policy) {

    /** The data that survives a restart of Redis. */
    public enum Persistence {
        /** Nearly everything: the append-only file is on. */
        EVERY_WRITE,
        /** The data of the last snapshot. */
        SNAPSHOTS,
        /** Nothing. */
        EMPTY,
        /** The last attempt of Redis to write its data failed. */
        FAILING,
        /** Unknown: Redis does not report it. */
        UNKNOWN
    }

    /** What Redis does when its memory is full. */
    public enum Eviction {
        /** It refuses writes. */
        NEVER,
        /** It would evict keys, but has no memory limit. */
        WITHOUT_LIMIT,
        /** It evicts keys. */
        WHEN_FULL,
        /** Unknown: Redis does not report it. */
        UNKNOWN
    }

    private static final String NO_EVICTION = "noeviction";

    /** A snapshot from the start of the server is the one that it loaded. */
    private static final long START_TAKES_SECONDS = 60;

    /**
     * Evaluates INFO and CONFIG GET; the operator may forbid either.
     *
     * @param info the lines of INFO
     * @param settings those of {@code save}, {@code maxmemory} and {@code maxmemory-policy} that Redis reports
     */
    static PersistenceCheck of(Map<String, String> info, Map<String, String> settings) {
        Optional<String> save = Optional.ofNullable(settings.get("save"));
        Optional<String> policy = either(info, "maxmemory_policy", settings, "maxmemory-policy");
        Optional<String> limit = either(info, "maxmemory", settings, "maxmemory");
        return new PersistenceCheck(
                persistence(info, save), save.orElse(""), eviction(policy, limit), policy.orElse(""));
    }

    private static Optional<String> either(
            Map<String, String> info, String line, Map<String, String> settings, String name) {
        return Optional.ofNullable(info.get(line)).or(() -> Optional.ofNullable(settings.get(name)));
    }

    private static Persistence persistence(Map<String, String> info, Optional<String> save) {
        if (isError(info.get("aof_last_write_status")) || isError(info.get("rdb_last_bgsave_status"))) {
            return Persistence.FAILING;
        }
        if ("1".equals(info.get("aof_enabled"))) {
            return Persistence.EVERY_WRITE;
        }
        if (!info.containsKey("aof_enabled")) {
            return Persistence.UNKNOWN;
        }
        if (save.isPresent()) {
            return save.get().isBlank() ? Persistence.EMPTY : Persistence.SNAPSHOTS;
        }
        return hasSavedSinceStart(info) ? Persistence.SNAPSHOTS : Persistence.UNKNOWN;
    }

    private static boolean isError(String status) {
        return status != null && !status.equals("ok");
    }

    /** Without the setting, a recent snapshot shows that snapshots are on; its absence shows nothing. */
    private static boolean hasSavedSinceStart(Map<String, String> info) {
        try {
            long now = Long.parseLong(info.getOrDefault("server_time_usec", "")) / 1_000_000;
            long start = now - Long.parseLong(info.getOrDefault("uptime_in_seconds", ""));
            return Long.parseLong(info.getOrDefault("rdb_last_save_time", "")) > start + START_TAKES_SECONDS;
        } catch (NumberFormatException untold) {
            return false;
        }
    }

    private static Eviction eviction(Optional<String> policy, Optional<String> limit) {
        if (policy.isEmpty()) {
            return Eviction.UNKNOWN;
        }
        if (policy.get().equals(NO_EVICTION)) {
            return Eviction.NEVER;
        }
        return limit.filter("0"::equals).isPresent() ? Eviction.WITHOUT_LIMIT : Eviction.WHEN_FULL;
    }
}
