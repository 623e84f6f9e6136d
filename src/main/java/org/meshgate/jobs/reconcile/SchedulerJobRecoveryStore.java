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
import org.meshgate.jobs.record.JobScripts;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Finds and repairs the leftovers of a scheduler that terminated between two Redis commands, in bounded batches. */
@ApplicationScoped
class SchedulerJobRecoveryStore {

    private static final String ORPHANS = "lib/orphans.lua";
    private static final LuaScript LOST = JobScripts.reading(ORPHANS, "lost-jobs.lua");
    private static final LuaScript HEAL = JobScripts.changing(ORPHANS, "heal-job.lua");
    private static final LuaScript LEFTOVERS = JobScripts.reading("stray-entries.lua");
    private static final LuaScript REMOVE = JobScripts.reading("remove-stray.lua");

    /** More than any machine has GPUs. */
    private static final int MAX_PROCESSING = 1000;

    private static final String EMPTY = "";
    private static final String START = "0";

    private final RedisCommands redis;
    private final JobJson json;
    private final String prefix;

    SchedulerJobRecoveryStore(RedisCommands redis, JobJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.prefix = prefix.key(EMPTY);
    }

    /**
     * A batch of the scan of one status.
     *
     * @param next rank of the next batch; 0 at the end
     * @param jobs those that are neither in the queue nor held by a worker; a scheduler may just be moving them
     */
    record Batch(long next, List<JobRecord> jobs) {}

    Uni<Batch> lost(JobStatus status, long from, int count) {
        return redis.run(
                        LOST,
                        List.of(),
                        List.of(
                                prefix,
                                JobIndexes.ofStatus(status),
                                Long.toString(from),
                                Integer.toString(count),
                                status.jsonName()))
                .map(Optional::orElseThrow)
                .map(reply -> new Batch(reply.get(0).toLong(), jobs(reply.get(1))));
    }

    /** Puts a job back into the queue with its record unchanged; false when it is no longer lost. */
    Uni<Boolean> requeue(JobRecord job, String score) {
        return heal(job, job.text(), score);
    }

    /** Ends a job; false when it is no longer lost. */
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
     * A batch of the scan for leftovers of jobs without a record.
     *
     * @param next cursor of the next batch; absent at the end
     * @param ids of jobs without a record that have a result or are in the scheduler's set
     */
    record Leftovers(Optional<String> next, List<String> ids) {}

    /** @param cursor of the previous batch; absent for the first */
    Uni<Leftovers> leftovers(Optional<String> cursor, int count) {
        return redis.run(
                        LEFTOVERS,
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
                    return new Leftovers(Optional.of(reply.get(0).toString()).filter(next -> !START.equals(next)), ids);
                });
    }

    /** Removes the leftovers of jobs that still have no record; returns the number of those jobs. */
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
