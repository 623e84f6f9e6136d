package org.meshgate.jobs.access;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.meshgate.jobs.UserJobs;
import org.meshgate.jobs.index.JobScope;
import org.meshgate.jobs.record.JobCounts;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.redis.BatchLoader;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/**
 * Jobs in Redis, as callers read and end them. Every method is one round trip and reads a bounded amount;
 * single jobs that are asked for at the same time share one. Knows no caller:
 * only {@link JobAccess} and {@link UserJobs} may use it, which an architecture test watches.
 */
@ApplicationScoped
public class JobStore {

    /** How many jobs a search for a feature looks at; a feature has no index of its own. */
    public static final int MAX_SCAN = 2000;

    /** About how many bytes of records one list reads: Redis serves nobody else meanwhile. */
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    /** How many single jobs one command reads, and after how many bytes of them it stops. */
    private static final int MAX_CONCURRENT = 32;

    private static final int MAX_BATCH_BYTES = 256 * 1024;

    private static final String READING = "reading.lua";
    private static final String INDEX = "index.lua";
    private static final LuaScript READ = LuaScript.load("jobs", READING, "read-jobs.lua");
    private static final LuaScript LIST = LuaScript.load("jobs", READING, "list-jobs.lua");
    private static final LuaScript DELETE = LuaScript.load("jobs", READING, INDEX, "deleting.lua", "delete-job.lua");
    private static final LuaScript REQUEST_CANCEL = LuaScript.load("jobs", READING, "request-cancel.lua");
    private static final LuaScript STATS = LuaScript.load("jobs", READING, "queue-stats.lua");

    private static final String EMPTY = "";

    private final RedisCommands redis;
    private final JobJson json;
    private final String prefix;
    private final BatchLoader<String, Optional<Response>> readings = new BatchLoader<>(MAX_CONCURRENT, this::answers);

    JobStore(RedisCommands redis, JobJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.prefix = prefix.key(EMPTY);
    }

    /**
     * A job that was read.
     *
     * @param misplaced whether the indexes say something else of it than its record
     */
    record Reading(JobRecord job, boolean misplaced) {}

    /** A place in a list: the job there, and its time in the index. */
    public record Place(long millis, String id) {}

    /**
     * A part of a list.
     *
     * @param index which list
     * @param from earliest milliseconds of creation, inclusive; absent for no bound
     * @param to latest milliseconds of creation, inclusive; absent for no bound
     * @param offset how many to leave out; 0 with a cursor
     * @param after where the part before ended
     * @param feature what jobs to keep
     */
    public record Query(
            String index,
            OptionalLong from,
            OptionalLong to,
            long offset,
            Optional<Place> after,
            int limit,
            Optional<String> feature) {}

    /**
     * A row of a list.
     *
     * @param job absent when the record is gone or unreadable
     */
    public record Row(Place place, Optional<JobRecord> job) {}

    /**
     * A part of a list.
     *
     * @param total how many jobs the list has; with a feature, how many were found within the bounded search
     * @param exact whether there are no more than that
     * @param lastSeen where to go on
     */
    public record Page(long total, boolean exact, boolean hasMore, List<Row> rows, Optional<Place> lastSeen) {

        /** The index is only a way to the records; what belongs to whom, they say themselves. */
        Page admittedTo(JobScope scope) {
            List<Row> admitted = rows.stream()
                    .map(row -> new Row(row.place(), row.job().filter(job -> scope.admits(job.owner()))))
                    .toList();
            return new Page(total, exact, hasMore, admitted, lastSeen);
        }
    }

    /**
     * Reads a job.
     *
     * @param use what is made of it; nothing when there is none, or none that can be read
     */
    <T> Uni<T> read(String id, Function<Optional<Reading>, T> use) {
        return readings.load(id, answer -> use.apply(answer.flatMap(parts -> reading(id, parts))));
    }

    private Uni<List<Optional<Response>>> answers(List<String> ids) {
        List<String> arguments = new ArrayList<>(ids.size() + 2);
        arguments.add(prefix);
        arguments.add(Integer.toString(MAX_BATCH_BYTES));
        arguments.addAll(ids);
        return redis.run(READ, List.of(), arguments)
                .map(Optional::orElseThrow)
                .map(reply -> reply.stream().map(Optional::ofNullable).toList());
    }

    Uni<Page> list(Query query) {
        return redis.run(
                        LIST,
                        List.of(),
                        List.of(
                                prefix,
                                query.index(),
                                query.from().isPresent()
                                        ? Long.toString(query.from().getAsLong())
                                        : "-inf",
                                query.to().isPresent()
                                        ? Long.toString(query.to().getAsLong())
                                        : "+inf",
                                query.after().isPresent() ? EMPTY : Long.toString(query.offset()),
                                query.after()
                                        .map(place -> Long.toString(place.millis()))
                                        .orElse(EMPTY),
                                query.after().map(Place::id).orElse(EMPTY),
                                Integer.toString(query.limit()),
                                query.feature().orElse(EMPTY),
                                Integer.toString(MAX_SCAN),
                                Integer.toString(MAX_BYTES)))
                .map(Optional::orElseThrow)
                .map(this::page);
    }

    /** Deletes a job, remembers that it is gone, and returns it as it was; nothing when there is none. */
    public Uni<Optional<JobRecord>> delete(String id, Instant now) {
        return redis.run(DELETE, List.of(), List.of(prefix, id, Long.toString(now.toEpochMilli())))
                .map(reply -> reply.map(parts -> {
                    String text = parts.get(0).toString();
                    return job(id, text, parts.get(1).toString(), EMPTY)
                            .orElseGet(() -> JobRecord.plain(id, text, json.object()));
                }));
    }

    /** Notes that a job which is being worked on shall stop; false when nobody works on it. */
    Uni<Boolean> requestCancel(String id, Instant now) {
        return redis.run(REQUEST_CANCEL, List.of(), List.of(prefix, id, Long.toString(now.toEpochMilli())))
                .map(reply -> reply.orElseThrow().toInteger() == 1);
    }

    /** How many jobs there are, all users together; from the indexes. */
    public Uni<JobCounts> counts(Instant now) {
        return redis.run(STATS, List.of(), List.of(prefix, Long.toString(now.toEpochMilli())))
                .map(Optional::orElseThrow)
                .map(counts -> new JobCounts(
                        counts.get(0).toLong(),
                        counts.get(1).toLong(),
                        counts.get(2).toLong(),
                        counts.get(3).toLong(),
                        counts.get(4).toLong(),
                        counts.get(5).toLong(),
                        counts.get(6).toLong(),
                        counts.get(7).toLong()));
    }

    private Optional<Reading> reading(String id, Response parts) {
        String text = part(parts, 0);
        return json.shared(text)
                .map(fields -> new Reading(
                        new JobRecord(
                                id,
                                text,
                                fields,
                                json.read(part(parts, 1)),
                                progress(part(parts, 4)),
                                ahead(part(parts, 2)),
                                workplace(part(parts, 3)),
                                !part(parts, 5).isEmpty()),
                        !part(parts, 6).isEmpty()));
    }

    /** What is nothing at the end is left out. */
    private static String part(Response parts, int place) {
        return place < parts.size() ? parts.get(place).toString() : EMPTY;
    }

    private Page page(Response reply) {
        List<Row> rows = new ArrayList<>(reply.get(3).size());
        for (Response row : reply.get(3)) {
            String id = row.get(0).toString();
            rows.add(new Row(
                    place(row.get(1), id),
                    job(
                            id,
                            row.get(2).toString(),
                            row.get(3).toString(),
                            row.get(4).toString())));
        }
        Response seen = reply.get(4);
        return new Page(
                reply.get(0).toLong(),
                "exact".equals(reply.get(1).toString()),
                !reply.get(2).toString().isEmpty(),
                rows,
                seen.size() == 0
                        ? Optional.empty()
                        : Optional.of(place(seen.get(1), seen.get(0).toString())));
    }

    private Optional<JobRecord> job(String id, String text, String result, String progress) {
        return json.shared(text)
                .map(fields -> new JobRecord(
                        id,
                        text,
                        fields,
                        json.read(result),
                        progress(progress),
                        OptionalLong.empty(),
                        JobRecord.Workplace.NONE,
                        false));
    }

    private static Place place(Response millis, String id) {
        return new Place((long) Double.parseDouble(millis.toString()), id);
    }

    /** Anything but a number from 0 to 1 was written by somebody else, and says nothing. */
    private static OptionalDouble progress(String text) {
        try {
            double progress = text.isEmpty() ? -1 : Double.parseDouble(text);
            return progress >= 0 && progress <= 1 ? OptionalDouble.of(progress) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalLong ahead(String rank) {
        return rank.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(rank));
    }

    private static JobRecord.Workplace workplace(String text) {
        return switch (text) {
            case "lease" -> JobRecord.Workplace.LEASE;
            case "scheduler" -> JobRecord.Workplace.SCHEDULER;
            default -> JobRecord.Workplace.NONE;
        };
    }
}
