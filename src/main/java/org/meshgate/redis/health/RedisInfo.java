package org.meshgate.redis.health;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meshgate.redis.RedisCommands;

/**
 * Information that Redis reports about itself. Managed services forbid some of these commands; then the methods fail,
 * and their callers must work without the result.
 */
@ApplicationScoped
public class RedisInfo {

    private static final List<String> SAFETY_SETTINGS = List.of("save", "maxmemory", "maxmemory-policy");

    private final RedisCommands redis;

    RedisInfo(RedisCommands redis) {
        this.redis = redis;
    }

    /** The time of Redis' clock, to the microsecond. */
    public Uni<Instant> time() {
        return redis.send(Command.TIME, List.of()).map(Optional::orElseThrow).map(reply -> Instant.ofEpochSecond(
                        reply.get(0).toLong())
                .plus(reply.get(1).toLong(), ChronoUnit.MICROS));
    }

    /** The lines of INFO, from name to value. */
    public Uni<Map<String, String>> info() {
        return redis.send(Command.INFO, List.of())
                .map(reply -> parse(reply.map(Response::toString).orElse("")));
    }

    /** A setting of the server, by CONFIG GET. */
    public Uni<Optional<String>> setting(String name) {
        return redis.send(Command.CONFIG, List.of("GET", name))
                .map(reply -> reply.map(settings -> settings.get(name)).map(Response::toString));
    }

    /**
     * The persistence of Redis; never fails. When INFO is forbidden, CONFIG is not tried, because it is forbidden more
     * often.
     */
    public Uni<PersistenceCheck> safety() {
        return info().flatMap(info -> Uni.join()
                        .all(SAFETY_SETTINGS.stream()
                                .map(name -> setting(name).onFailure().recoverWithItem(Optional.empty()))
                                .toList())
                        .andCollectFailures()
                        .map(values -> PersistenceCheck.of(info, named(values))))
                .onFailure()
                .recoverWithItem(() -> PersistenceCheck.of(Map.of(), Map.of()));
    }

    private static Map<String, String> named(List<Optional<String>> values) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            String name = SAFETY_SETTINGS.get(i);
            values.get(i).ifPresent(value -> settings.put(name, value));
        }
        return settings;
    }

    static Map<String, String> parse(String info) {
        Map<String, String> facts = new LinkedHashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return facts;
    }
}
