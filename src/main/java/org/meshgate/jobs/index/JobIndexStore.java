package org.meshgate.jobs.index;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobScripts;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/**
 * Reads and repairs the job indexes. Other programs change records without updating them. All operations are bounded.
 */
@ApplicationScoped
public class JobIndexStore {

    private static final LuaScript PROCESSING = JobScripts.reading("processing-jobs.lua");
    private static final LuaScript REFRESH = JobScripts.changing("refresh-jobs.lua");
    private static final LuaScript REMOVE = JobScripts.reading("remove-entries.lua");
    private static final LuaScript SWEEP = JobScripts.changing("sweep-index.lua");
    private static final LuaScript UNINDEXED = JobScripts.reading("unindexed-jobs.lua");
    private static final LuaScript PURGE = JobScripts.changing("purge-deleted.lua");
    private static final LuaScript OLDEST = JobScripts.reading("oldest-jobs.lua");

    /** More than any machine has GPUs; of a larger set, random samples are read. */
    private static final int MAX_PROCESSING = 1000;

    /** The hash of all records. */
    private static final String RECORDS = "jobs";

    private static final String EMPTY = "";
    private static final String START = "0";

    private final RedisCommands redis;
    private final JobJson json;
    private final String prefix;

    JobIndexStore(RedisCommands redis, JobJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.prefix = prefix.key(EMPTY);
    }

    /**
     * The result of sweeping a batch of an index.
     *
     * @param next rank of the next batch; 0 at the end
     * @param corrected number of entries that left the index
     */
    public record Sweep(long next, int corrected) {}

    /**
     * A batch of the scan of all records.
     *
     * @param seen number of scanned records
     * @param jobs those that are in no index
     * @param next cursor of the next batch; absent at the end
     */
    record Unindexed(long seen, List<Entry> jobs, Optional<String> next) {}

    /** Ids of the jobs that a scheduler holds; removes them from the queue. */
    public Uni<Set<String>> processing() {
        return redis.run(PROCESSING, List.of(), List.of(prefix, Integer.toString(MAX_PROCESSING)))
                .map(reply -> {
                    Set<String> ids = new HashSet<>();
                    reply.orElseThrow().forEach(id -> ids.add(id.toString()));
                    return ids;
                });
    }

    /** Refreshes the index entries of jobs that are indexed. */
    public Uni<Void> refresh(Collection<String> ids) {
        List<String> arguments = new ArrayList<>(1 + 2 * ids.size());
        arguments.add(prefix);
        ids.forEach(id -> {
            arguments.add(id);
            arguments.add(EMPTY);
        });
        return redis.run(REFRESH, List.of(), arguments).replaceWithVoid();
    }

    /** Removes jobs from indexes unconditionally. */
    public Uni<Void> remove(List<String> indexes, List<String> ids) {
        List<String> arguments = new ArrayList<>(2 + indexes.size() + ids.size());
        arguments.add(prefix);
        arguments.add(Integer.toString(indexes.size()));
        arguments.addAll(indexes);
        arguments.addAll(ids);
        return redis.run(REMOVE, List.of(), arguments).replaceWithVoid();
    }

    /** Indexes jobs, with their creation times. */
    public Uni<Void> add(Map<String, Instant> created) {
        List<String> arguments = new ArrayList<>(1 + 2 * created.size());
        arguments.add(prefix);
        created.forEach((id, time) -> {
            arguments.add(id);
            arguments.add(Long.toString(time.toEpochMilli()));
        });
        return redis.run(REFRESH, List.of(), arguments).replaceWithVoid();
    }

    /**
     * Sweeps a batch of an index: removes or refreshes entries that contradict the records.
     *
     * @param status of the jobs of this index; absent for any
     */
    public Uni<Sweep> sweep(String index, long from, int count, Optional<JobStatus> status) {
        return redis.run(
                        SWEEP,
                        List.of(),
                        List.of(
                                prefix,
                                index,
                                Long.toString(from),
                                Integer.toString(count),
                                status.map(JobStatus::jsonName).orElse(EMPTY)))
                .map(Optional::orElseThrow)
                .map(reply -> new Sweep(reply.get(0).toLong(), reply.get(1).toInteger()));
    }

    /**
     * Scans a batch of records for jobs that are in no index.
     *
     * @param cursor of the previous batch; absent for the first
     */
    Uni<Unindexed> unindexed(Optional<String> cursor, int count) {
        return redis.run(UNINDEXED, List.of(), List.of(prefix, cursor.orElse(START), Integer.toString(count)))
                .map(Optional::orElseThrow)
                .map(reply -> new Unindexed(
                        reply.get(2).toLong(),
                        entries(reply.get(1)),
                        Optional.of(reply.get(0).toString()).filter(next -> !START.equals(next))));
    }

    /**
     * The result of purging a batch of deleted jobs.
     *
     * @param next rank of the next batch; 0 at the end
     * @param results results that a worker wrote after the deletion
     */
    public record Purge(long next, List<ObjectNode> results) {}

    /** Removes data that was written for jobs after their deletion, and expired tombstones. */
    public Uni<Purge> purgeDeleted(long from, int count, Instant forgetBefore) {
        return redis.run(
                        PURGE,
                        List.of(),
                        List.of(
                                prefix,
                                Long.toString(from),
                                Integer.toString(count),
                                Long.toString(forgetBefore.toEpochMilli())))
                .map(Optional::orElseThrow)
                .map(reply -> new Purge(
                        reply.get(0).toLong(),
                        StreamSupport.stream(reply.get(1).spliterator(), false)
                                .flatMap(result -> json.read(result.toString()).stream())
                                .toList()));
    }

    /** Whether the index of all jobs has as many entries as there are records. */
    Uni<Boolean> complete() {
        return redis.send(Command.HLEN, List.of(prefix + RECORDS))
                .map(reply -> reply.orElseThrow().toLong())
                .chain(records -> size(JobIndexes.ALL).map(entries -> entries >= records));
    }

    /** The number of jobs in an index. */
    public Uni<Long> size(String index) {
        return redis.send(Command.ZCARD, List.of(prefix + index))
                .map(reply -> reply.orElseThrow().toLong());
    }

    /**
     * An entry of an index.
     *
     * @param job absent when the record is missing or unreadable
     */
    public record Entry(String id, Optional<JobRecord> job) {}

    /** Reads a range of an index, oldest first. */
    public Uni<List<Entry>> oldest(String index, long from, int count) {
        return redis.run(OLDEST, List.of(), List.of(prefix, index, Long.toString(from), Integer.toString(count)))
                .map(reply -> entries(reply.orElseThrow()));
    }

    private List<Entry> entries(Response pairs) {
        return StreamSupport.stream(pairs.spliterator(), false)
                .map(pair -> {
                    String id = pair.get(0).toString();
                    String text = pair.get(1).toString();
                    return new Entry(id, json.read(text).map(fields -> JobRecord.plain(id, text, fields)));
                })
                .toList();
    }
}
