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
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.UserJobs;
import org.meshgate.jobs.index.JobScope;
import org.meshgate.jobs.record.JobCounts;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobScripts;
import org.meshgate.redis.BatchLoader;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/**
 * Reads, lists and deletes jobs in Redis. Every method is one round trip and reads a bounded amount of data. Concurrent
 * reads of single jobs are batched into one round trip. The store applies no ownership rule: an architecture test
 * allows only {@link JobAccess} and {@link UserJobs} to use it.
 */
@ApplicationScoped
public class JobStore {

    /** How many jobs a search for a feature scans; there is no index by feature. */
    public static final int MAX_SCAN = 2000;

    /** About how many bytes of records one page reads, because Redis is blocked meanwhile. */
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    /** How many single jobs one command reads. */
    private static final int MAX_BATCH_SIZE = 32;

    /** The command reads no further job after this many bytes of records and results. */
    private static final int MAX_BATCH_BYTES = 256 * 1024;

    private static final LuaScript READ = JobScripts.positions("read-jobs.lua");
    private static final LuaScript LIST = JobScripts.reading("list-jobs.lua");
    private static final LuaScript DELETE = JobScripts.changing("lib/deleting.lua", "delete-job.lua");
    private static final LuaScript REQUEST_CANCEL = JobScripts.reading("request-cancel.lua");
    private static final LuaScript STATS = JobScripts.reading("queue-stats.lua");

    private static final String EMPTY = "";

    private final RedisCommands redis;
    private final JobJson json;
    private final String prefix;
    private final String scheduling;
    private final BatchLoader<String, Optional<Response>> loader = new BatchLoader<>(MAX_BATCH_SIZE, this::readAll);

    JobStore(RedisCommands redis, JobJson json, KeyPrefix prefix, MeshgateConfig config) {
        this.scheduling = config.jobs().scheduling().jsonName();
        this.redis = redis;
        this.json = json;
        this.prefix = prefix.key(EMPTY);
    }

    /**
     * A job as read from Redis.
     *
     * @param stale whether an index contradicts the record
     */
    record StoredJob(JobRecord job, boolean stale) {}

    /** A position in an index: the id of the job and its score, milliseconds since 1970. */
    public record Position(long millis, String id) {}

    /**
     * A query for a page of an index.
     *
     * @param index name of the index
     * @param from earliest creation time in milliseconds, inclusive; absent for no bound
     * @param to latest creation time in milliseconds, inclusive; absent for no bound
     * @param offset how many jobs to skip; 0 with a cursor
     * @param after where the previous page ended
     * @param feature absent for all features
     */
    public record Query(
            String index,
            OptionalLong from,
            OptionalLong to,
            long offset,
            Optional<Position> after,
            int limit,
            Optional<String> feature) {}

    /**
     * A row of a page.
     *
     * @param job absent when the record is gone or unreadable
     */
    public record Row(Position position, Optional<JobRecord> job) {}

    /**
     * A page of an index.
     *
     * @param total number of jobs that match; with a feature, those found by the bounded search
     * @param exact false when the total is a lower bound
     * @param lastSeen where the next page starts
     */
    public record Page(long total, boolean exact, boolean hasMore, List<Row> rows, Optional<Position> lastSeen) {

        /** Removes jobs outside of a scope: the owner in the record counts, not the index. */
        Page admittedTo(JobScope scope) {
            List<Row> admitted = rows.stream()
                    .map(row -> new Row(row.position(), row.job().filter(job -> scope.admits(job.owner()))))
                    .toList();
            return new Page(total, exact, hasMore, admitted, lastSeen);
        }
    }

    /**
     * Reads a job.
     *
     * @param use maps the job; the argument is absent when the record is missing or unreadable
     */
    <T> Uni<T> read(String id, Function<Optional<StoredJob>, T> use) {
        return loader.load(id, reply -> use.apply(reply.flatMap(parts -> storedJob(id, parts))));
    }

    private Uni<List<Optional<Response>>> readAll(List<String> ids) {
        List<String> arguments = new ArrayList<>(ids.size() + 3);
        arguments.add(prefix);
        arguments.add(Integer.toString(MAX_BATCH_BYTES));
        arguments.add(scheduling);
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
                                        .map(position -> Long.toString(position.millis()))
                                        .orElse(EMPTY),
                                query.after().map(Position::id).orElse(EMPTY),
                                Integer.toString(query.limit()),
                                query.feature().orElse(EMPTY),
                                Integer.toString(MAX_SCAN),
                                Integer.toString(MAX_BYTES)))
                .map(Optional::orElseThrow)
                .map(this::page);
    }

    /** Deletes a job, leaves a tombstone, and returns the job as it was; absent when there is none. */
    public Uni<Optional<JobRecord>> delete(String id, Instant now) {
        return redis.run(DELETE, List.of(), List.of(prefix, id, Long.toString(now.toEpochMilli())))
                .map(reply -> reply.map(parts -> {
                    String text = parts.get(0).toString();
                    return job(id, text, parts.get(1).toString(), EMPTY)
                            .orElseGet(() -> JobRecord.plain(id, text, json.object()));
                }));
    }

    /** Requests the cancellation of a job; false when the job is not being processed. */
    Uni<Boolean> requestCancel(String id, Instant now) {
        return redis.run(REQUEST_CANCEL, List.of(), List.of(prefix, id, Long.toString(now.toEpochMilli())))
                .map(reply -> reply.orElseThrow().toInteger() == 1);
    }

    /** Counts the jobs of all users, by the indexes. */
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

    private Optional<StoredJob> storedJob(String id, Response parts) {
        String text = part(parts, 0);
        return json.shared(text)
                .map(fields -> new StoredJob(
                        new JobRecord(
                                id,
                                text,
                                fields,
                                json.read(part(parts, 1)),
                                progress(part(parts, 4)),
                                number(part(parts, 2)),
                                holder(part(parts, 3)),
                                !part(parts, 5).isEmpty(),
                                number(part(parts, 7)),
                                Optional.of(part(parts, 8)).filter(message -> !message.isEmpty())),
                        !part(parts, 6).isEmpty()));
    }

    /** The script leaves out trailing empty parts. */
    private static String part(Response parts, int index) {
        return index < parts.size() ? parts.get(index).toString() : EMPTY;
    }

    private Page page(Response reply) {
        List<Row> rows = new ArrayList<>(reply.get(3).size());
        for (Response row : reply.get(3)) {
            String id = row.get(0).toString();
            rows.add(new Row(
                    position(row.get(1), id),
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
                        : Optional.of(position(seen.get(1), seen.get(0).toString())));
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
                        JobRecord.Holder.NONE,
                        false,
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    private static Position position(Response millis, String id) {
        return new Position((long) Double.parseDouble(millis.toString()), id);
    }

    /** Ignores anything but a number from 0 to 1: another program wrote it. */
    private static OptionalDouble progress(String text) {
        try {
            double progress = text.isEmpty() ? -1 : Double.parseDouble(text);
            return progress >= 0 && progress <= 1 ? OptionalDouble.of(progress) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalLong number(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private static JobRecord.Holder holder(String text) {
        return switch (text) {
            case "lease" -> JobRecord.Holder.LEASE;
            case "scheduler" -> JobRecord.Holder.SCHEDULER;
            default -> JobRecord.Holder.NONE;
        };
    }
}
