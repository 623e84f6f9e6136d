package org.meshgate.jobs.submit;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meshgate.jobs.record.QueueScore;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** New jobs in Redis. */
@ApplicationScoped
class SubmissionStore {

    private static final LuaScript SUBMIT = LuaScript.load("jobs", "reading.lua", "submit-job.lua");
    private static final String EMPTY = "";
    private static final String OF_NOBODY = "-";

    private final RedisCommands redis;
    private final KeyPrefix prefix;

    SubmissionStore(RedisCommands redis, KeyPrefix prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    /**
     * A job to queue.
     *
     * @param record its record as JSON
     * @param createdMillis milliseconds since 1970
     * @param priority the lower, the earlier
     * @param owner absent in simple mode
     * @param guard absent when the client repeats at its own risk
     */
    record NewJob(
            String id,
            String record,
            long createdMillis,
            int priority,
            Optional<String> owner,
            Optional<IdempotencyKey> guard) {}

    /**
     * What keeps a repeated request from becoming a second job.
     *
     * @param key the client's, hashed
     * @param request hash of what was asked, so that another request under the same key is found out
     */
    record IdempotencyKey(String key, String request, Duration life) {}

    /** How many jobs may wait; 0 for any number. */
    record Quota(int ofOwner, int ofAll) {}

    /** What became of a submission. */
    sealed interface Outcome {

        /**
         * It waits now.
         *
         * @param id of this job, or of the first one if this is a repetition
         * @param position from 1, when it was queued
         * @param ofOwner how many jobs the owner has now, ended ones too; 0 in simple mode and for a repetition
         */
        record Queued(String id, long position, long ofOwner) implements Outcome {}

        /** The guard stands for another request. */
        record Differs() implements Outcome {}

        /** Another request under the guard is being handled. */
        record InFlight() implements Outcome {}

        /** Too many jobs of this owner wait. */
        record OwnerFull() implements Outcome {}

        /** Too many jobs wait. */
        record Full() implements Outcome {}
    }

    Uni<Outcome> submit(NewJob job, Quota quota) {
        Optional<IdempotencyKey> guard = job.guard();
        return redis.run(
                        SUBMIT,
                        List.of(),
                        List.of(
                                prefix.key(EMPTY),
                                job.id(),
                                job.record(),
                                QueueScore.of(job.priority(), job.createdMillis()),
                                Long.toString(job.createdMillis()),
                                job.owner().orElse(EMPTY),
                                Integer.toString(quota.ofAll()),
                                Integer.toString(quota.ofOwner()),
                                guard.map(one -> guardKey(job.owner(), one)).orElse(EMPTY),
                                guard.map(IdempotencyKey::request).orElse(EMPTY),
                                guard.map(one -> Long.toString(one.life().toSeconds()))
                                        .orElse(EMPTY)))
                .map(Optional::orElseThrow)
                .map(reply -> outcome(job.id(), reply));
    }

    /** The key of a guard in Redis. */
    String guardKey(Optional<String> owner, IdempotencyKey guard) {
        return prefix.key("idempotency:" + owner.orElse(OF_NOBODY) + ":" + guard.key());
    }

    private static Outcome outcome(String id, Response reply) {
        return switch (reply.get(0).toString()) {
            case "queued" ->
                new Outcome.Queued(id, reply.get(1).toLong(), reply.get(2).toLong());
            case "again" ->
                new Outcome.Queued(reply.get(1).toString(), reply.get(2).toLong(), 0);
            case "differs" -> new Outcome.Differs();
            case "in-flight" -> new Outcome.InFlight();
            case "owner-full" -> new Outcome.OwnerFull();
            default -> new Outcome.Full();
        };
    }
}
