package org.meshgate.jobs.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.QueueScore;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** The queue in Redis, from the side of those who take jobs out of it. */
@ApplicationScoped
public class WorkQueueStore {

    private static final String READING = "reading.lua";
    private static final String INDEX = "index.lua";
    private static final LuaScript NEXT = LuaScript.load("jobs", READING, "next-jobs.lua");
    private static final LuaScript CHANGE = LuaScript.load("jobs", READING, INDEX, "change-job.lua");
    private static final LuaScript RENEW = LuaScript.load("jobs", READING, "renew-lease.lua");
    private static final LuaScript EXPIRED = LuaScript.load("jobs", READING, "expired-leases.lua");

    private static final String EMPTY = "";
    private static final String NOWHERE = "nowhere";

    private final RedisCommands redis;
    private final JobJson json;
    private final String prefix;

    WorkQueueStore(RedisCommands redis, JobJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.prefix = prefix.key(EMPTY);
    }

    /** Where a job stands while it has not ended. */
    enum Stand {
        /** In the queue. */
        PENDING,
        /** With a worker of ours. */
        LEASE;

        private String wireName() {
            return this == PENDING ? "pending" : "lease";
        }
    }

    /**
     * Where a job goes.
     *
     * @param stand in the queue or with a worker
     * @param score its place in the queue, or milliseconds until which the lease runs
     */
    record Destination(Stand stand, String score) {

        static Destination queue(int priority, Instant time) {
            return new Destination(Stand.PENDING, QueueScore.of(priority, time.toEpochMilli()));
        }

        static Destination lease(Instant until) {
            return new Destination(Stand.LEASE, Long.toString(until.toEpochMilli()));
        }
    }

    /**
     * A job's next state.
     *
     * @param before as the caller read it; anything else is left alone
     * @param from where it must stand
     * @param after the new record
     * @param to where it goes; absent when it has ended
     * @param result what it leaves
     */
    record Change(
            JobRecord before, Stand from, ObjectNode after, Optional<Destination> to, Optional<ObjectNode> result) {}

    /** What became of a change. */
    public enum Outcome {
        /** It was made. */
        DONE,
        /** Somebody changed or deleted the job since it was read. */
        CHANGED,
        /** The job does not stand where it must. */
        MOVED,
        /** The job was about to complete, but somebody was told that it will be cancelled. */
        CANCELLING
    }

    /** What a worker learns when it says that it is still at work. */
    enum Renewal {
        /** Go on. */
        OK,
        /** Somebody wants the job to end. */
        CANCEL,
        /** The job is no longer this worker's. */
        GONE
    }

    /** The head of the queue. */
    Uni<List<JobRecord>> next(int count) {
        return redis.run(NEXT, List.of(), List.of(prefix, Integer.toString(count)))
                .map(this::jobs);
    }

    Uni<Outcome> change(Change change) {
        JobRecord before = change.before();
        String after = json.write(change.after());
        return redis.run(
                        CHANGE,
                        List.of(),
                        List.of(
                                prefix,
                                before.id(),
                                before.text(),
                                after,
                                change.after().path(JobRecord.STATUS).asText(),
                                change.from().wireName(),
                                change.to().map(to -> to.stand().wireName()).orElse(NOWHERE),
                                change.to().map(Destination::score).orElse(EMPTY),
                                change.result().map(json::write).orElse(EMPTY),
                                Long.toString(before.created().toEpochMilli())))
                .map(reply -> switch (reply.orElseThrow().toString()) {
                    case "done" -> Outcome.DONE;
                    case "moved" -> Outcome.MOVED;
                    case "cancelling" -> Outcome.CANCELLING;
                    default -> Outcome.CHANGED;
                });
    }

    /** @param progress from 0 to 1 */
    Uni<Renewal> renew(JobRecord job, Instant until, double progress) {
        return redis.run(
                        RENEW,
                        List.of(),
                        List.of(
                                prefix,
                                job.id(),
                                job.text(),
                                Long.toString(until.toEpochMilli()),
                                Double.toString(progress)))
                .map(reply -> switch (reply.orElseThrow().toString()) {
                    case "ok" -> Renewal.OK;
                    case "cancel" -> Renewal.CANCEL;
                    default -> Renewal.GONE;
                });
    }

    /** Jobs whose worker was last heard of too long ago. */
    Uni<List<JobRecord>> expired(Instant now, int count) {
        return redis.run(
                        EXPIRED, List.of(), List.of(prefix, Long.toString(now.toEpochMilli()), Integer.toString(count)))
                .map(this::jobs);
    }

    private List<JobRecord> jobs(Optional<Response> reply) {
        return StreamSupport.stream(reply.orElseThrow().spliterator(), false)
                .flatMap(pair -> json
                        .read(pair.get(1).toString())
                        .map(fields -> JobRecord.plain(
                                        pair.get(0).toString(), pair.get(1).toString(), fields)
                                .cancelling(pair.size() > 2
                                        && !pair.get(2).toString().isEmpty()))
                        .stream())
                .toList();
    }
}
