package org.meshgate.diagnostics;

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
import org.meshgate.redis.topology.ClusterView;

/** Checks of the information that Redis reports about itself. */
final class RedisChecks {

    static final String CLUSTER = "cluster";
    static final String VERSION = "redis-version";
    static final String PERSISTENCE = "persistence";
    static final String EVICTION = "eviction";
    static final String TRANSPORT = "tls";
    static final String CLOCK = "clock";

    private static final String SILENT = "Redis does not tell";
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");
    private static final int MIN_MAJOR = 6;
    private static final int MIN_MINOR = 2;

    /** Clock skew without a visible effect on timestamps and the lifetime of links. */
    private static final Duration NEGLIGIBLE_SKEW = Duration.ofSeconds(2);

    /** The lease time of a job: with more clock skew, new leases look expired. */
    private static final Duration MAX_SKEW = Duration.ofSeconds(30);

    private RedisChecks() {}

    /**
     * Checks that another node of the cluster can take over.
     *
     * @param view with a primary
     */
    static Finding cluster(ClusterView view) {
        String seen = "the primary of all keys (slot " + view.slot() + ") is "
                + view.primary().orElseThrow() + ", with ";
        return view.replicas() > 0
                ? Finding.ok(CLUSTER, seen + view.replicas() + (view.replicas() == 1 ? " replica" : " replicas"))
                : Finding.warning(
                        CLUSTER, seen + "no replica", "Give it one, or the service is away when that node is.");
    }

    /** @param info the fields of INFO; empty when Redis refuses the command */
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
        return major > MIN_MAJOR || major == MIN_MAJOR && minor >= MIN_MINOR
                ? Finding.ok(VERSION, seen)
                : Finding.problem(VERSION, seen + " is too old", "Use 6.2 or newer.");
    }

    /** Checks that Redis keeps the data across a restart. */
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

    /** Checks that Redis evicts no data when its memory is full. */
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
     * Checks that the connection to Redis is encrypted or local.
     *
     * @param redis the URL
     * @param hosts the hosts of Redis or its sentinels
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
                        "Use rediss://, or make sure that the network is private.");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** @param ahead how far the clock of Redis is ahead of the local clock; negative if it is behind */
    static Finding clock(Duration ahead) {
        Duration difference = ahead.abs();
        String seen = difference.compareTo(NEGLIGIBLE_SKEW) < 0
                ? "the clocks of Redis and this machine agree"
                : String.format(
                        Locale.ROOT,
                        "Redis' clock is %.1f s %s that of this machine",
                        difference.toMillis() / 1000.0,
                        ahead.isNegative() ? "behind" : "ahead of");
        String advice = "Let both follow a time server (NTP): limits, leases and the ends of tokens go by them.";
        if (difference.compareTo(NEGLIGIBLE_SKEW) < 0) {
            return Finding.ok(CLOCK, seen);
        }
        return difference.compareTo(MAX_SKEW) < 0
                ? Finding.warning(CLOCK, seen, advice)
                : Finding.problem(CLOCK, seen, advice);
    }
}
