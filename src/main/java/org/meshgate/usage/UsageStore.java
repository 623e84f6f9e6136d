package org.meshgate.usage;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Reads usage in Redis: the sums of all days with one script, what is longer with one for some days each. */
@ApplicationScoped
class UsageStore {

    /** In place of the id of a user: jobs without an owner. */
    static final String NO_OWNER = "-";

    private static final LuaScript READ = LuaScript.load("usage", "read-usage.lua");
    private static final LuaScript TOP_USERS = LuaScript.load("usage", "top-users.lua");

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int DAYS_AT_ONCE = 31;

    /** A script reads some thousand features or tokens of each of these days. */
    private static final int DAYS_OF_GROUPS_AT_ONCE = 7;

    /** How many features or tokens are told apart. */
    static final int MAX_TOLD_APART = 10_000;

    private static final String EACH_DAY = "day";

    private final RedisCommands redis;
    private final String prefix;

    UsageStore(RedisCommands redis, KeyPrefix prefix) {
        this.redis = redis;
        this.prefix = prefix.key("");
    }

    /**
     * The usage of each day, in the given order.
     *
     * @param days {@value UsageQuery#MAX_DAYS} at most
     */
    Uni<List<Counters>> days(Optional<String> owner, List<LocalDate> days) {
        return run(READ, List.of(hashes(owner), EACH_DAY), days)
                .map(reply -> StreamSupport.stream(reply.spliterator(), false)
                        .map(text -> Counters.parse(text.toString()))
                        .toList());
    }

    /**
     * The usage of all days together, by feature or token. Beyond {@value #MAX_TOLD_APART} of them, those of earlier days are
     * counted as {@link UsageService#OTHER}.
     *
     * @param days in ascending order
     * @param kind {@code f} for features, {@code t} for tokens
     */
    Uni<Map<String, Counters>> groups(Optional<String> owner, String kind, List<LocalDate> days) {
        List<LocalDate> latestFirst = new ArrayList<>(days);
        Collections.reverse(latestFirst);
        return inParts(latestFirst, DAYS_OF_GROUPS_AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(part -> run(READ, List.of(hashes(owner), kind), part))
                .collect()
                .in(HashMap::new, UsageStore::addCounters);
    }

    private static void addCounters(Map<String, Counters> sums, Response pairs) {
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            String name = pairs.get(i).toString();
            boolean apart = sums.size() < MAX_TOLD_APART || sums.containsKey(name);
            sums.merge(
                    apart ? name : UsageService.OTHER,
                    Counters.parse(pairs.get(i + 1).toString()),
                    Counters::plus);
        }
    }

    /**
     * Users who were among the first of some day, with their GPU milliseconds on the days when they were.
     *
     * @param perDay how many of each day
     */
    Uni<Map<String, Long>> topUsers(List<LocalDate> days, int perDay) {
        return inParts(days, DAYS_AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(part -> run(TOP_USERS, List.of(Integer.toString(perDay)), part))
                .collect()
                .in(HashMap::new, UsageStore::addMillis);
    }

    private static void addMillis(Map<String, Long> sums, Response pairs) {
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            sums.merge(pairs.get(i).toString(), pairs.get(i + 1).toLong(), Long::sum);
        }
    }

    /** Notes for the scripts that count usage for how many days they are to keep it. */
    Uni<Void> keepFor(int days) {
        return redis.send(Command.SET, List.of(prefix + "usage:days", Integer.toString(days)))
                .replaceWithVoid();
    }

    /** @param owner absent for the whole server */
    private static String hashes(Optional<String> owner) {
        return owner.map(id -> "usage:of:" + id + ":").orElse("usage:server:");
    }

    private static Multi<List<LocalDate>> inParts(List<LocalDate> days, int size) {
        return Multi.createFrom()
                .items(IntStream.range(0, (days.size() + size - 1) / size)
                        .mapToObj(part -> days.subList(part * size, Math.min(days.size(), (part + 1) * size))));
    }

    private Uni<Response> run(LuaScript script, List<String> arguments, List<LocalDate> days) {
        List<String> all = new ArrayList<>(1 + arguments.size() + days.size());
        all.add(prefix);
        all.addAll(arguments);
        days.forEach(day -> all.add(DAY.format(day)));
        return redis.run(script, List.of(), all).map(Optional::orElseThrow);
    }
}
