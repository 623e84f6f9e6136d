package org.meshgate.redis.health;

import java.util.Map;
import java.util.Optional;

/**
 * Whether Redis keeps what is written into it, as far as it tells.
 *
 * @param snapshots the setting {@code save}, for people; empty when there is none or Redis does not tell it
 * @param policy the setting {@code maxmemory-policy}; empty when Redis does not tell it
 */
public record PersistenceCheck(Persistence persistence, String snapshots, Eviction eviction, String policy) {

    /** What a restart of Redis leaves. */
    public enum Persistence {
        /** Nearly everything: the append-only file is on. */
        EVERY_WRITE,
        /** What was there at the last snapshot. */
        SNAPSHOTS,
        /** Nothing. */
        EMPTY,
        /** Redis tried to write its data the last time, and could not. */
        FAILING,
        /** It does not tell. */
        UNKNOWN
    }

    /** What Redis does when its memory is full. */
    public enum Eviction {
        /** It refuses writes. */
        NEVER,
        /** It would throw keys away, but has no limit so far. */
        WITHOUT_LIMIT,
        /** It throws keys away. */
        WHEN_FULL,
        /** It does not tell. */
        UNKNOWN
    }

    private static final String NO_EVICTION = "noeviction";

    /** A snapshot as old as the start of the server is the one that it was started with. */
    private static final long START_TAKES_SECONDS = 60;

    /**
     * What INFO and CONFIG GET come to; either may be forbidden.
     *
     * @param info the lines of INFO
     * @param settings those of {@code save}, {@code maxmemory} and {@code maxmemory-policy} that Redis tells
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

    /** Without the setting, this at least shows snapshots; that there was none yet shows nothing. */
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
