package org.meshgate.jobs.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobScripts;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Reads and deletes ended jobs for {@link Retention}, in bounded batches. */
@ApplicationScoped
class RetentionStore {

    private static final LuaScript ENDED = JobScripts.reading("ended-jobs.lua");
    private static final LuaScript DELETE =
            JobScripts.changing("lib/orphans.lua", "lib/deleting.lua", "delete-ended.lua");
    private static final LuaScript SINCE = JobScripts.reading("retention-since.lua");

    private static final String EMPTY = "";

    /** A batch ends with the record that exceeds this size; records contain inputs and may be large. */
    private static final int MAX_BATCH_BYTES = 2 << 20;

    private final RedisCommands redis;
    private final JobJson json;
    private final String prefix;

    RetentionStore(RedisCommands redis, JobJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.prefix = prefix.key(EMPTY);
    }

    /** The time of the first start with retention on this Redis; the first call stores it. */
    Uni<Instant> since(Instant now) {
        return redis.run(SINCE, List.of(), List.of(prefix, millis(now)))
                .map(reply -> Instant.ofEpochMilli(reply.orElseThrow().toLong()));
    }

    /**
     * A batch of jobs of an index, oldest first.
     *
     * @param seen number of index entries
     * @param jobs those with readable records
     */
    record Batch(int seen, List<JobRecord> jobs) {}

    /**
     * @param createdUntil latest creation time: a job created later cannot have ended earlier
     * @param skip number of entries to skip
     * @param count maximum number of jobs; fewer are returned when their records are large, none only at the end
     */
    Uni<Batch> ended(String index, Instant createdUntil, long skip, int count) {
        return redis.run(
                        ENDED,
                        List.of(),
                        List.of(
                                prefix,
                                index,
                                millis(createdUntil),
                                Long.toString(skip),
                                Integer.toString(count),
                                Integer.toString(MAX_BATCH_BYTES)))
                .map(Optional::orElseThrow)
                .map(rows -> new Batch(
                        rows.size(),
                        StreamSupport.stream(rows.spliterator(), false)
                                .flatMap(row -> job(row).stream())
                                .toList()));
    }

    /** Deletes jobs that are unchanged and not held by a worker; returns those with their results. */
    Uni<List<JobRecord>> delete(List<JobRecord> jobs, Instant now) {
        if (jobs.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<String> arguments = new ArrayList<>(2 + 2 * jobs.size());
        arguments.add(prefix);
        arguments.add(millis(now));
        jobs.forEach(job -> {
            arguments.add(job.id());
            arguments.add(job.text());
        });
        Map<String, JobRecord> byId = jobs.stream().collect(Collectors.toMap(JobRecord::id, Function.identity()));
        return redis.run(DELETE, List.of(), arguments)
                .map(Optional::orElseThrow)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> withResult(byId.get(row.get(0).toString()), row.get(1)))
                        .toList());
    }

    private Optional<JobRecord> job(Response row) {
        String text = row.get(1).toString();
        return json.read(text).map(fields -> JobRecord.plain(row.get(0).toString(), text, fields));
    }

    private JobRecord withResult(JobRecord job, Response result) {
        return JobRecord.ended(job.id(), job.text(), job.fields(), json.read(result.toString()));
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
