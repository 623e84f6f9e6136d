package org.meshgate.throttle;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.runtime.Digests;

/**
 * Rate limit counters in Redis. A decision over several counters is one Lua script, so concurrent requests on all
 * replicas cannot exceed a limit. Keys are hashes of a fixed length, whatever the client sends, and every key
 * expires.
 */
@ApplicationScoped
public class ThrottleStore {

    private static final LuaScript DECIDE = LuaScript.load("throttle", "lib/counter.lua", "decide.lua");
    private static final LuaScript SETTLE = LuaScript.load("throttle", "lib/counter.lua", "settle.lua");

    private static final String COUNTER_PREFIX = "throttle:";
    private static final String KNOWN_PREFIX = "known:";
    private static final long MICROS = 1_000_000;

    /** Long enough to prevent collisions. */
    private static final int KEY_BYTES = 16;

    /** How long an account remembers an address. */
    private static final Duration KNOWN_FOR = Duration.ofDays(90);

    private static final int MAX_KNOWN_ADDRESSES = 20;

    private final RedisCommands redis;
    private final KeyPrefix prefix;
    private final ThrottleTime time;

    ThrottleStore(RedisCommands redis, KeyPrefix prefix, ThrottleTime time) {
        this.redis = redis;
        this.prefix = prefix;
        this.time = time;
    }

    /**
     * A counter of one subject.
     *
     * @param limit the limit to apply
     * @param subject the counted address, login or account
     * @param maxDelay maximum delay, if delays double with each attempt beyond the quota; zero if they do not
     * @param openToKnown whether addresses known to the account bypass this counter
     */
    record Counter(Limit limit, String subject, Duration maxDelay, boolean openToKnown) {

        /** Doubled delays are remembered for this long after the last attempt. */
        private static final Duration MEMORY = Duration.ofHours(1);

        long weight() {
            return Math.max(1, limit.window().toSeconds() * MICROS / limit.quota());
        }

        private Stream<String> arguments() {
            return Stream.of(
                    Long.toString(weight()),
                    Long.toString(weight() * (limit.quota() - 1)),
                    Long.toString(maxDelay.toSeconds() * MICROS),
                    Long.toString(MEMORY.toMillis()),
                    openToKnown ? "1" : "0");
        }
    }

    /**
     * An attempt to decide on.
     *
     * @param counters counters of enabled limits; at least one
     * @param knownBy id of the account that may know the address
     * @param network network of the client
     */
    record Attempt(List<Counter> counters, Optional<String> knownBy, String network) {}

    /** The result of a decision. */
    sealed interface Decision {

        /**
         * All counters were incremented.
         *
         * @param known whether the account knows the address
         */
        record Taken(boolean known) implements Decision {}

        /** A limit is exceeded. No counter was incremented. */
        record Refused(Limit limit, Duration delay) implements Decision {}
    }

    /** Increments all counters, or none if a limit is exceeded. */
    Uni<Decision> decide(Attempt attempt) {
        List<String> arguments =
                new ArrayList<>(List.of(now(), attempt.network(), Long.toString(KNOWN_FOR.toMillis())));
        attempt.counters().forEach(counter -> counter.arguments().forEach(arguments::add));
        return redis.run(DECIDE, keys(attempt.counters(), attempt.knownBy()), arguments)
                .map(Optional::orElseThrow)
                .map(reply -> decision(attempt, reply));
    }

    private static Decision decision(Attempt attempt, Response reply) {
        int full = reply.get(0).toInteger();
        return full == 0
                ? new Decision.Taken(reply.get(2).toInteger() == 1)
                : new Decision.Refused(
                        attempt.counters().get(full - 1).limit(),
                        Duration.ofNanos(reply.get(1).toLong() * 1000));
    }

    /**
     * Settles an attempt that does not count.
     *
     * @param refund counters to decrement
     * @param reset counters to delete, including their doubled delays
     * @param remember whether the account remembers the address
     */
    Uni<Void> settle(Attempt attempt, List<Counter> refund, List<Counter> reset, boolean remember) {
        List<String> arguments = new ArrayList<>(List.of(
                now(),
                remember && attempt.knownBy().isPresent() ? attempt.network() : "",
                Long.toString(KNOWN_FOR.toMillis()),
                Integer.toString(MAX_KNOWN_ADDRESSES)));
        refund.forEach(counter -> arguments.add(Long.toString(counter.weight())));
        reset.forEach(counter -> arguments.add("0"));
        List<Counter> all = Stream.concat(refund.stream(), reset.stream()).toList();
        return redis.run(SETTLE, keys(all, attempt.knownBy()), arguments).replaceWithVoid();
    }

    private List<String> keys(List<Counter> counters, Optional<String> knownBy) {
        return Stream.concat(
                        counters.stream().map(this::key),
                        Stream.of(prefix.key(
                                KNOWN_PREFIX + knownBy.orElse("-")))) // placeholder without an account; never written
                .toList();
    }

    private String key(Counter counter) {
        return prefix.key(COUNTER_PREFIX + counter.limit().name() + ":" + hash(counter.subject()));
    }

    private String now() {
        return time.given().map(ThrottleStore::micros).orElse("");
    }

    private static String micros(Instant instant) {
        return Long.toString(instant.getEpochSecond() * MICROS + instant.getNano() / 1000);
    }

    private static String hash(String subject) {
        byte[] digest = Digests.sha256(subject.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    }
}
