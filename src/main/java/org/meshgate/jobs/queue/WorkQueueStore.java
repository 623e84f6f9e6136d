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

/** The queue and the leases in Redis. */
@ApplicationScoped
public class WorkQueueStore {

    private static final String READING = "reading.lua";
    private static final String INDEX = "index.lua";
    private static final LuaScript NEXT = LuaScript.load("jobs", READING, "next-jobs.lua");
    private static final LuaScript CHANGE = LuaScript.load("jobs", READING, INDEX, "change-job.lua");
    private static final LuaScript RENEW = LuaScript.load("jobs", READING, "renew-lease.lua");
    private static final LuaScript EXPIRED = LuaScript.load("jobs", READING, "expired-leases.lua");

    private static final String EMPTY = "";
    private static final String NONE = "none";

    private final RedisCommands redis;
    private final JobJson json;
    private final String prefix;

    WorkQueueStore(RedisCommands redis, JobJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.prefix = prefix.key(EMPTY);
    }

    /** Where a job is while it has not ended. */
    enum QueueState {
        /** Waiting in the queue. */
        PENDING,
        /** Held by a worker of Meshgate. */
        LEASE;

        private String wireName() {
            return this == PENDING ? "pending" : "lease";
        }
    }

    /**
     * Where a transition moves a job.
     *
     * @param state waiting or held by a worker
     * @param score queue score, or the end of the lease in milliseconds since 1970
     */
    record Destination(QueueState state, String score) {

        static Destination queue(int priority, Instant time) {
            return new Destination(QueueState.PENDING, QueueScore.of(priority, time.toEpochMilli()));
        }

        static Destination lease(Instant until) {
            return new Destination(QueueState.LEASE, Long.toString(until.toEpochMilli()));
        }
    }

    /**
     * A compare-and-set transition of a job.
     *
     * @param before the record as the caller read it; a job with any other record is left unchanged
     * @param from where the job must be
     * @param after the new record
     * @param to where the job moves; absent when it has ended
     * @param result the result to store, if any
     */
    record Transition(
            JobRecord before,
            QueueState from,
            ObjectNode after,
            Optional<Destination> to,
            Optional<ObjectNode> result) {}

    /** The outcome of a transition. */
    public enum Outcome {
        /** The transition was made. */
        DONE,
        /** The record was changed or deleted since it was read. */
        CHANGED,
        /** The job is no longer where the transition starts. */
        MOVED,
        /** The job cannot complete because its cancellation was requested. */
        CANCELLING
    }

    /** The outcome of a heartbeat. */
    enum Renewal {
        /** The lease was renewed. */
        OK,
        /** The lease was renewed, and cancellation was requested. */
        CANCEL,
        /** The worker no longer holds the job. */
        GONE
    }

    /** Reads the head of the queue. */
    Uni<List<JobRecord>> next(int count) {
        return redis.run(NEXT, List.of(), List.of(prefix, Integer.toString(count)))
                .map(this::jobs);
    }

    Uni<Outcome> transition(Transition transition) {
        JobRecord before = transition.before();
        String after = json.write(transition.after());
        return redis.run(
                        CHANGE,
                        List.of(),
                        List.of(
                                prefix,
                                before.id(),
                                before.text(),
                                after,
                                transition.after().path(JobRecord.STATUS).asText(),
                                transition.from().wireName(),
                                transition.to().map(to -> to.state().wireName()).orElse(NONE),
                                transition.to().map(Destination::score).orElse(EMPTY),
                                transition.result().map(json::write).orElse(EMPTY),
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

    /** Reads jobs whose leases have expired. */
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
