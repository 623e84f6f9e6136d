package org.meshgate.jobs.invariants;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Reads batches for {@link QueueInvariants}, each with one script that changes nothing. */
@ApplicationScoped
class QueueInvariantStore {

    private static final String READING = "lib/reading.lua";
    private static final LuaScript RECORDS =
            LuaScript.load("jobs", READING, "lib/calendar.lua", "lib/deliveries.lua", "check-records.lua");
    private static final LuaScript ENTRIES = LuaScript.load("jobs", READING, "check-entries.lua");
    private static final LuaScript KEYS = LuaScript.load("jobs", READING, "check-keys.lua");
    private static final LuaScript FAIR = LuaScript.load("jobs", READING, "check-fair.lua");

    private static final LuaScript USAGE = LuaScript.load("jobs", READING, "check-usage.lua");
    private static final LuaScript PERIOD = LuaScript.load("jobs", READING, "check-period.lua");

    /** Records are long, and each is decoded. */
    private static final int MAX_RECORDS = 100;

    private static final int MAX_ENTRIES = 500;
    private static final String START = "0";

    private final RedisCommands redis;
    private final DispatchTime time;
    private final String prefix;

    QueueInvariantStore(RedisCommands redis, DispatchTime time, KeyPrefix prefix) {
        this.redis = redis;
        this.time = time;
        this.prefix = prefix.key("");
    }

    /**
     * A batch of records.
     *
     * @param seen number of records
     * @param unreconciled number of jobs that wait for the reconciler
     * @param violations a sentence each
     * @param next cursor of the next batch; absent at the end
     */
    record Records(long seen, long unreconciled, List<String> violations, Optional<String> next) {}

    /**
     * A batch of a set of job ids.
     *
     * @param missing ids without a record
     * @param next cursor of the next batch; absent at the end
     */
    record Entries(List<String> missing, Optional<String> next) {}

    /**
     * A batch of all keys.
     *
     * @param claims ids of jobs that have a claim but no record
     * @param lists names of the lists of the fair queue, and of the users of a day or a month
     * @param next cursor of the next batch; absent at the end
     */
    record Keys(List<String> claims, List<String> lists, Optional<String> next) {}

    /**
     * A batch of a list of the fair queue.
     *
     * @param unreconciled number of entries that wait for the reconciler
     * @param violations a sentence each
     * @param next rank of the next batch; absent at the end
     */
    record FairList(long unreconciled, List<String> violations, Optional<String> next) {}

    /**
     * Sums of usage.
     *
     * @param complete whether all was read
     * @param violations a sentence each
     */
    record Usage(boolean complete, List<String> violations) {}

    /** @param maxBatches so many times as many jobs as a batch has are read, or none */
    Uni<Usage> usage(int maxBatches) {
        return run(USAGE, Long.toString((long) MAX_ENTRIES * maxBatches)).map(QueueInvariantStore::usage);
    }

    /** @param period {@code yyyymmdd} or {@code yyyymm} */
    Uni<Usage> period(String period, int maxBatches) {
        return run(PERIOD, period, Long.toString((long) MAX_ENTRIES * maxBatches))
                .map(QueueInvariantStore::usage);
    }

    private static Usage usage(Response reply) {
        return new Usage(
                reply.get(0).toInteger() == 1,
                texts(reply.get(1)).stream().map(text -> text + ".").toList());
    }

    Uni<Records> records(Optional<String> cursor) {
        return run(RECORDS, time.argument(), cursor.orElse(START), Integer.toString(MAX_RECORDS))
                .map(reply -> new Records(
                        reply.get(1).toLong(),
                        reply.get(2).toLong(),
                        StreamSupport.stream(reply.get(3).spliterator(), false)
                                .map(row -> "Job " + row.get(0) + " " + row.get(1) + ".")
                                .toList(),
                        next(reply)));
    }

    /** @param name of a set or sorted set, without prefix */
    Uni<Entries> entries(String name, Optional<String> cursor) {
        return run(ENTRIES, name, cursor.orElse(START), Integer.toString(MAX_ENTRIES))
                .map(reply -> new Entries(texts(reply.get(1)), next(reply)));
    }

    Uni<Keys> keys(Optional<String> cursor) {
        return run(KEYS, cursor.orElse(START), Integer.toString(MAX_ENTRIES))
                .map(reply -> new Keys(texts(reply.get(1)), texts(reply.get(2)), next(reply)));
    }

    Uni<FairList> fair(String name, Optional<String> rank) {
        return run(FAIR, name, rank.orElse(START), Integer.toString(MAX_ENTRIES))
                .map(reply -> new FairList(
                        reply.get(1).toLong(),
                        texts(reply.get(2)).stream().map(text -> text + ".").toList(),
                        next(reply)));
    }

    private Uni<Response> run(LuaScript script, String... arguments) {
        return redis.run(
                        script,
                        List.of(),
                        Stream.concat(Stream.of(prefix), Stream.of(arguments)).toList())
                .map(Optional::orElseThrow);
    }

    private static List<String> texts(Response reply) {
        return StreamSupport.stream(reply.spliterator(), false)
                .map(Response::toString)
                .toList();
    }

    private static Optional<String> next(Response reply) {
        return Optional.of(reply.get(0).toString()).filter(next -> !START.equals(next));
    }
}
