package org.meshgate.cli.doctor;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.redis.health.PersistenceCheck;

/** What {@code doctor} makes of what Redis tells about itself. */
final class RedisChecks {

    static final String VERSION = "redis-version";
    static final String PERSISTENCE = "persistence";
    static final String EVICTION = "eviction";
    static final String TRANSPORT = "tls";
    static final String CLOCK = "clock";

    private static final String SILENT = "Redis does not tell";
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");
    private static final int FLOOR_MAJOR = 6;
    private static final int FLOOR_MINOR = 2;

    /** Less than what people notice in times and in the life of links. */
    private static final Duration SMALL_DIFFERENCE = Duration.ofSeconds(2);

    /** The lease of a job: with more, workers' leases seem to have ended before they began. */
    private static final Duration LARGE_DIFFERENCE = Duration.ofSeconds(30);

    private RedisChecks() {}

    /** @param info the lines of INFO; empty when it is forbidden */
    static Finding version(Map<String, String> info) {
        Optional<String> version = Optional.ofNullable(info.get("redis_version"));
        Matcher numbers = NUMBERS.matcher(version.orElse(""));
        if (!numbers.matches()) {
            return Finding.unknown(VERSION, SILENT + " its version", "It must be 6.2 or newer.");
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        String seen = Optional.ofNullable(info.get("valkey_version"))
                .map(valkey -> "Valkey " + valkey)
                .orElse("Redis " + version.get());
        return major > FLOOR_MAJOR || major == FLOOR_MAJOR && minor >= FLOOR_MINOR
                ? Finding.ok(VERSION, seen)
                : Finding.problem(VERSION, seen + " is too old", "Use 6.2 or newer.");
    }

    /** Whether a restart of Redis keeps the data. */
    static Finding persistence(PersistenceCheck safety) {
        return switch (safety.persistence()) {
            case EVERY_WRITE -> Finding.ok(PERSISTENCE, "the append-only file is on");
            case SNAPSHOTS ->
                Finding.warning(
                        PERSISTENCE,
                        "snapshots only" + (safety.snapshots().isEmpty() ? "" : " (save " + safety.snapshots() + ")"),
                        "Set appendonly yes: what is newer than the snapshot is lost when Redis crashes, and tokens revoked"
                                + " since then work again.");
            case EMPTY ->
                Finding.warning(
                        PERSISTENCE,
                        "Redis keeps nothing: no append-only file, no snapshots",
                        "Set appendonly yes, or a restart of Redis loses all accounts and jobs.");
            case FAILING ->
                Finding.problem(
                        PERSISTENCE,
                        "Redis failed to write its data the last time",
                        "See its log; its disk may be full.");
            case UNKNOWN ->
                Finding.unknown(
                        PERSISTENCE,
                        SILENT + " whether it keeps its data",
                        "Look into its settings: accounts and jobs are nowhere else.");
        };
    }

    /** What Redis does when its memory is full. */
    static Finding eviction(PersistenceCheck safety) {
        String seen = "maxmemory-policy is " + safety.policy();
        return switch (safety.eviction()) {
            case NEVER -> Finding.ok(EVICTION, seen);
            case WITHOUT_LIMIT ->
                Finding.warning(
                        EVICTION,
                        seen + ", without a limit of the memory so far",
                        "Set it to noeviction, or once there is a limit, a full Redis throws accounts and jobs away.");
            case WHEN_FULL ->
                Finding.problem(EVICTION, seen, "Set it to noeviction, or a full Redis throws accounts and jobs away.");
            case UNKNOWN ->
                Finding.unknown(EVICTION, SILENT + " its maxmemory-policy", "Make sure that it is noeviction.");
        };
    }

    /**
     * Whether what is said to Redis can be read on the way.
     *
     * @param redis its URL
     * @param hosts where it is
     */
    static Finding transport(URI redis, List<String> hosts) {
        if ("rediss".equals(redis.getScheme())) {
            return Finding.ok(TRANSPORT, "the connection to Redis is encrypted");
        }
        return hosts.stream().allMatch(RedisChecks::isLoopback)
                ? Finding.ok(TRANSPORT, "Redis is on this machine")
                : Finding.warning(
                        TRANSPORT,
                        "the connection to Redis on " + String.join(", ", hosts) + " is not encrypted",
                        "Use rediss://, or make sure that nobody else is on that network.");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** @param ahead how far Redis' clock is ahead of this one; negative when it is behind */
    static Finding clock(Duration ahead) {
        Duration difference = ahead.abs();
        String seen = difference.compareTo(SMALL_DIFFERENCE) < 0
                ? "the clocks of Redis and this machine agree"
                : String.format(
                        Locale.ROOT,
                        "Redis' clock is %.1f s %s that of this machine",
                        difference.toMillis() / 1000.0,
                        ahead.isNegative() ? "behind" : "ahead of");
        String advice = "Let both follow a time server (NTP): limits, leases and the ends of tokens go by them.";
        if (difference.compareTo(SMALL_DIFFERENCE) < 0) {
            return Finding.ok(CLOCK, seen);
        }
        return difference.compareTo(LARGE_DIFFERENCE) < 0
                ? Finding.warning(CLOCK, seen, advice)
                : Finding.problem(CLOCK, seen, advice);
    }
}
