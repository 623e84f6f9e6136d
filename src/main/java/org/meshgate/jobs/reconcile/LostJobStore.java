package org.meshgate.jobs.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.meshgate.jobs.index.JobIndexes;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** What a scheduler leaves in Redis when it ends between two of its commands. Every step is bounded. */
@ApplicationScoped
class LostJobStore {

    private static final String READING = "reading.lua";
    private static final String ORPHANS = "orphans.lua";
    private static final LuaScript LOST = LuaScript.load("jobs", READING, ORPHANS, "lost-jobs.lua");
    private static final LuaScript HEAL = LuaScript.load("jobs", READING, "index.lua", ORPHANS, "heal-job.lua");
    private static final LuaScript STRAY = LuaScript.load("jobs", READING, "stray-entries.lua");
    private static final LuaScript REMOVE = LuaScript.load("jobs", READING, "remove-stray.lua");

    /** More than any machine has GPUs. */
    private static final int MAX_PROCESSING = 1000;

    private static final String EMPTY = "";
    private static final String START = "0";

    private final RedisCommands redis;
    private final JobJson json;
    private final String prefix;

    LostJobStore(RedisCommands redis, JobJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.prefix = prefix.key(EMPTY);
    }

    /**
     * A step through the jobs of one status.
     *
     * @param next rank where to go on; 0 at the end
     * @param jobs those that stand nowhere at this moment; a scheduler may just be moving them
     */
    record Stretch(long next, List<JobRecord> jobs) {}

    Uni<Stretch> lost(JobStatus status, long from, int count) {
        return redis.run(
                        LOST,
                        List.of(),
                        List.of(
                                prefix,
                                JobIndexes.ofStatus(status),
                                Long.toString(from),
                                Integer.toString(count),
                                status.wireName()))
                .map(Optional::orElseThrow)
                .map(reply -> new Stretch(reply.get(0).toLong(), jobs(reply.get(1))));
    }

    /** Puts a job back whose record stays; false when it is not lost any more. */
    Uni<Boolean> putBack(JobRecord job, String score) {
        return heal(job, job.text(), score);
    }

    /** Ends a job; false when it is not lost any more. */
    Uni<Boolean> end(JobRecord job, ObjectNode after) {
        return heal(job, json.write(after), EMPTY);
    }

    private Uni<Boolean> heal(JobRecord job, String after, String score) {
        return redis.run(
                        HEAL,
                        List.of(),
                        List.of(
                                prefix,
                                job.id(),
                                job.text(),
                                after,
                                score,
                                Long.toString(job.created().toEpochMilli())))
                .map(reply -> reply.orElseThrow().toInteger() == 1);
    }

    /**
     * A step through the results, and a look at what the scheduler has.
     *
     * @param next cursor where to go on; absent at the end
     * @param ids of jobs without a record, of which there is something all the same
     */
    record Strays(Optional<String> next, List<String> ids) {}

    /** @param cursor of the step before, or nothing to begin */
    Uni<Strays> strays(Optional<String> cursor, int count) {
        return redis.run(
                        STRAY,
                        List.of(),
                        List.of(
                                prefix,
                                cursor.orElse(START),
                                Integer.toString(count),
                                Integer.toString(MAX_PROCESSING)))
                .map(Optional::orElseThrow)
                .map(reply -> {
                    List<String> ids = new ArrayList<>();
                    reply.get(1).forEach(id -> ids.add(id.toString()));
                    reply.get(2).forEach(id -> ids.add(id.toString()));
                    return new Strays(Optional.of(reply.get(0).toString()).filter(next -> !START.equals(next)), ids);
                });
    }

    /** Removes what is left of jobs that still have no record; returns how many those were. */
    Uni<Long> remove(List<String> ids) {
        List<String> arguments = new ArrayList<>(1 + ids.size());
        arguments.add(prefix);
        arguments.addAll(ids);
        return redis.run(REMOVE, List.of(), arguments)
                .map(reply -> reply.orElseThrow().toLong());
    }

    private List<JobRecord> jobs(Response rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .flatMap(row -> {
                    String text = row.get(1).toString();
                    return json
                            .read(text)
                            .map(fields -> JobRecord.plain(row.get(0).toString(), text, fields)
                                    .cancelling(!row.get(2).toString().isEmpty()))
                            .stream();
                })
                .toList();
    }
}
