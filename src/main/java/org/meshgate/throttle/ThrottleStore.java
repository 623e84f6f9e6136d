package org.meshgate.throttle;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

/**
 * Counters in Redis. A decision over several of them is one script, so replicas and requests at the same moment cannot
 * take more than there is. Names of keys are hashes of a fixed length, whatever clients send, and every key expires.
 */
@ApplicationScoped
public class ThrottleStore {

    private static final LuaScript DECIDE = LuaScript.load("throttle", "counter.lua", "decide.lua");
    private static final LuaScript SETTLE = LuaScript.load("throttle", "counter.lua", "settle.lua");

    private static final String KEYS = "throttle:";
    private static final String KNOWN = "known:";
    private static final long MICROS = 1_000_000;

    /** Enough that nobody finds two subjects with the same key. */
    private static final int KEY_BYTES = 16;

    /** How long an address stays known to an account, and how many do. */
    private static final Duration KNOWN_FOR = Duration.ofDays(90);

    private static final int MAX_KNOWN = 20;

    private final RedisCommands redis;
    private final KeyPrefix prefix;
    private final ThrottleTime time;

    ThrottleStore(RedisCommands redis, KeyPrefix prefix, ThrottleTime time) {
        this.redis = redis;
        this.prefix = prefix;
        this.time = time;
    }

    /**
     * Something that is counted.
     *
     * @param limit how often it may happen
     * @param subject whose it is
     * @param longestDelay how long each attempt may wait for the one before, when delays double once the quota is used up;
     *     zero when they do not
     * @param openToKnown whether it does not concern addresses that the account knows
     */
    record Counter(Limit limit, String subject, Duration longestDelay, boolean openToKnown) {

        /** Delays that have grown are remembered for this long after the last attempt. */
        private static final Duration MEMORY = Duration.ofHours(1);

        long weight() {
            return Math.max(1, limit.window().toSeconds() * MICROS / limit.quota());
        }

        private Stream<String> arguments() {
            return Stream.of(
                    Long.toString(weight()),
                    Long.toString(weight() * (limit.quota() - 1)),
                    Long.toString(longestDelay.toSeconds() * MICROS),
                    Long.toString(MEMORY.toMillis()),
                    openToKnown ? "1" : "0");
        }
    }

    /**
     * What a decision is about.
     *
     * @param counters all of limits that are on; at least one for a decision
     * @param knownBy the id of the account that may know the address
     * @param network the address
     */
    record Attempt(List<Counter> counters, Optional<String> knownBy, String network) {}

    /** What was decided. */
    sealed interface Decision {

        /** @param known whether the account knows the address */
        record Taken(boolean known) implements Decision {}

        /** Nothing was taken from any counter. */
        record Refused(Limit limit, Duration delay) implements Decision {}
    }

    /** Takes one from each counter, or nothing from any. */
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
     * Ends an attempt that shall not count.
     *
     * @param giveBack counters that get back what was taken
     * @param forget counters that are emptied, with their grown delays
     * @param remember the address, when the account shall know it
     */
    Uni<Void> settle(Attempt attempt, List<Counter> giveBack, List<Counter> forget, boolean remember) {
        List<String> arguments = new ArrayList<>(List.of(
                now(),
                remember && attempt.knownBy().isPresent() ? attempt.network() : "",
                Long.toString(KNOWN_FOR.toMillis()),
                Integer.toString(MAX_KNOWN)));
        giveBack.forEach(counter -> arguments.add(Long.toString(counter.weight())));
        forget.forEach(counter -> arguments.add("0"));
        List<Counter> all = Stream.concat(giveBack.stream(), forget.stream()).toList();
        return redis.run(SETTLE, keys(all, attempt.knownBy()), arguments).replaceWithVoid();
    }

    private List<String> keys(List<Counter> counters, Optional<String> knownBy) {
        return Stream.concat(
                        counters.stream().map(this::key),
                        Stream.of(prefix.key(KNOWN + knownBy.orElse("-")))) // the set of nobody is never written
                .toList();
    }

    private String key(Counter counter) {
        return prefix.key(KEYS + counter.limit().name() + ":" + hash(counter.subject()));
    }

    private String now() {
        return time.given().map(ThrottleStore::micros).orElse("");
    }

    private static String micros(Instant instant) {
        return Long.toString(instant.getEpochSecond() * MICROS + instant.getNano() / 1000);
    }

    private static String hash(String subject) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
