package org.meshgate.jobs.retention;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Jobs that may have been kept for long enough. Every step is bounded. */
@ApplicationScoped
class RetentionStore {

    private static final String READING = "reading.lua";
    private static final LuaScript ENDED = LuaScript.load("jobs", READING, "ended-jobs.lua");
    private static final LuaScript DELETE =
            LuaScript.load("jobs", READING, "orphans.lua", "index.lua", "deleting.lua", "delete-ended.lua");
    private static final LuaScript SINCE = LuaScript.load("jobs", READING, "retention-since.lua");

    private static final String EMPTY = "";

    /** What one step reads, and one record more: a job may carry its inputs in its record. */
    private static final int ENOUGH_BYTES = 2 << 20;

    private final RedisCommands redis;
    private final JobJson json;
    private final String prefix;

    RetentionStore(RedisCommands redis, JobJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.prefix = prefix.key(EMPTY);
    }

    /** Since when the jobs of this Redis are kept for a time only: the first moment at which that was asked. */
    Uni<Instant> since(Instant now) {
        return redis.run(SINCE, List.of(), List.of(prefix, millis(now)))
                .map(reply -> Instant.ofEpochMilli(reply.orElseThrow().toLong()));
    }

    /**
     * A step through the jobs of an index, the oldest first.
     *
     * @param seen how many entries it looked at
     * @param jobs those of them whose records can be read
     */
    record Stretch(int seen, List<JobRecord> jobs) {}

    /**
     * @param createdUntil later ones are left out; a job cannot have ended before it was created
     * @param count how many at most; fewer if their records are large, none only if there are none
     */
    Uni<Stretch> ended(String index, Instant createdUntil, long skip, int count) {
        return redis.run(
                        ENDED,
                        List.of(),
                        List.of(
                                prefix,
                                index,
                                millis(createdUntil),
                                Long.toString(skip),
                                Integer.toString(count),
                                Integer.toString(ENOUGH_BYTES)))
                .map(Optional::orElseThrow)
                .map(rows -> new Stretch(
                        rows.size(),
                        StreamSupport.stream(rows.spliterator(), false)
                                .flatMap(row -> job(row).stream())
                                .toList()));
    }

    /** Deletes those that nobody changed and nobody has in hand, and returns them with their results. */
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
        Optional<ObjectNode> read = json.read(result.toString());
        return new JobRecord(
                job.id(),
                job.text(),
                job.fields(),
                read,
                job.progress(),
                job.ahead(),
                job.workplace(),
                job.cancelling());
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
