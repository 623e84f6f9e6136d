package org.meshgate.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.RedisCommands;

/** Stores the audit trail in a capped Redis stream. */
@ApplicationScoped
public class AuditStore {

    private static final String NEWEST = "+";
    private static final String OLDEST = "-";

    private final RedisCommands redis;
    private final String key;

    AuditStore(RedisCommands redis, KeyPrefix prefix) {
        this.redis = redis;
        this.key = prefix.key("audit");
    }

    /** A stream entry. Its id begins with the time at which Redis added it, in milliseconds. */
    public record Stored(String id, Map<String, String> fields) {

        public Instant time() {
            return AuditStore.time(id);
        }
    }

    /** The time at which the entry with this id was added. */
    public static Instant time(String id) {
        return Instant.ofEpochMilli(millis(id));
    }

    /**
     * Adds an entry and trims the stream.
     *
     * @param maxEntries approximate number of entries to keep; the oldest are evicted
     */
    Uni<Void> add(Map<String, String> fields, int maxEntries) {
        List<String> arguments = new ArrayList<>(5 + 2 * fields.size());
        arguments.addAll(List.of(key, "MAXLEN", "~", Integer.toString(maxEntries), "*"));
        fields.forEach((name, value) -> {
            arguments.add(name);
            arguments.add(value);
        });
        return redis.send(Command.XADD, arguments).replaceWithVoid();
    }

    /**
     * Reads entries, newest first.
     *
     * @param before id of the entry after which to begin; empty to begin with the newest
     * @param from first millisecond, inclusive
     * @param to last millisecond, inclusive
     */
    public Uni<List<Stored>> newest(Optional<String> before, OptionalLong from, OptionalLong to, int count) {
        return redis.send(
                        Command.XREVRANGE,
                        List.of(
                                key,
                                before.filter(id -> to.isEmpty() || millis(id) <= to.getAsLong())
                                        .map(id -> "(" + id)
                                        .orElseGet(() -> to.isPresent() ? Long.toString(to.getAsLong()) : NEWEST),
                                from.isPresent() ? Long.toString(from.getAsLong()) : OLDEST,
                                "COUNT",
                                Integer.toString(count)))
                .map(reply -> reply.stream()
                        .flatMap(entries -> StreamSupport.stream(entries.spliterator(), false))
                        .map(entry -> new Stored(entry.get(0).toString(), fields(entry.get(1))))
                        .toList());
    }

    private static long millis(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    private static Map<String, String> fields(Response pairs) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(pairs.get(i).toString(), pairs.get(i + 1).toString());
        }
        return fields;
    }
}
