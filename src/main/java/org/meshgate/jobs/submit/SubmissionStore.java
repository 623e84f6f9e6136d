package org.meshgate.jobs.submit;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.config.JobsConfig;
import org.meshgate.jobs.budget.BudgetArguments;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.jobs.record.JobScripts;
import org.meshgate.jobs.record.QueueScore;
import org.meshgate.problem.BudgetState;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Stores new jobs in Redis. */
@ApplicationScoped
class SubmissionStore {

    private static final LuaScript SUBMIT = JobScripts.submitting("submit-job.lua");
    private static final String EMPTY = "";
    private static final String NO_OWNER = "-";

    private final RedisCommands redis;
    private final KeyPrefix prefix;
    private final BudgetArguments budgets;
    private final DispatchTime time;

    SubmissionStore(RedisCommands redis, KeyPrefix prefix, BudgetArguments budgets, DispatchTime time) {
        this.redis = redis;
        this.prefix = prefix;
        this.budgets = budgets;
        this.time = time;
    }

    /**
     * A job to be queued.
     *
     * @param record the job record as JSON
     * @param createdMillis milliseconds since 1970
     * @param priority lower numbers run first
     * @param submitter who submits it
     * @param idempotencyKey absent when the client sent none
     */
    record NewJob(
            String id,
            String record,
            long createdMillis,
            int priority,
            Submitter submitter,
            Optional<IdempotencyKey> idempotencyKey) {}

    /**
     * An idempotency key and the request that it stands for.
     *
     * @param key hash of the client's key
     * @param request hash of the request, to detect another request with the same key
     * @param lifetime how long Redis keeps the key
     */
    record IdempotencyKey(String key, String request, Duration lifetime) {}

    /** Limits of waiting jobs, per owner and in total; 0 means unlimited. */
    record Quota(int perOwner, int total) {}

    /** The outcome of a submission. */
    sealed interface Outcome {

        /**
         * The job waits in the queue.
         *
         * @param id of this job, or of the first one for a repeated request
         * @param position from 1, at the time of queueing
         * @param ownerJobs how many jobs the owner has now, including ended ones; 0 in simple mode and for a repeated
         *     request
         */
        record Queued(String id, long position, long ownerJobs) implements Outcome {}

        /** The idempotency key was used for another request. */
        record Differs() implements Outcome {}

        /** A request with the same idempotency key is still being handled. */
        record InFlight() implements Outcome {}

        /**
         * The owner has too many waiting jobs.
         *
         * @param maximum the owner's limit
         */
        record OwnerFull(int maximum) implements Outcome {}

        /**
         * A budget would be exceeded.
         *
         * @param expected how long the job is expected to take
         * @param resetsIn time until the end of its day or month, in whole seconds
         */
        record OverBudget(BudgetState budget, Duration expected, Duration resetsIn) implements Outcome {}

        /** The queue is full. */
        record Full() implements Outcome {}
    }

    /** @param scheduling the order of the queue, for the position */
    Uni<Outcome> submit(NewJob job, Quota quota, JobsConfig.Scheduling scheduling) {
        Optional<String> owner = job.submitter().owner();
        Optional<IdempotencyKey> idempotencyKey = job.idempotencyKey();
        List<String> arguments = new ArrayList<>(List.of(
                prefix.key(EMPTY),
                job.id(),
                job.record(),
                QueueScore.of(job.priority(), job.createdMillis()),
                Long.toString(job.createdMillis()),
                owner.orElse(EMPTY),
                Integer.toString(quota.total()),
                Integer.toString(quota.perOwner()),
                idempotencyKey.map(key -> redisKey(owner, key)).orElse(EMPTY),
                idempotencyKey.map(IdempotencyKey::request).orElse(EMPTY),
                idempotencyKey
                        .map(key -> Long.toString(key.lifetime().toSeconds()))
                        .orElse(EMPTY),
                scheduling.jsonName(),
                time.argument(),
                job.submitter().tokenId().orElse(EMPTY)));
        arguments.addAll(budgets.of(job.submitter().budget()));
        return redis.run(SUBMIT, List.of(), arguments)
                .map(Optional::orElseThrow)
                .map(reply -> outcome(job.id(), reply));
    }

    /** The name in Redis of an idempotency key. */
    String redisKey(Optional<String> owner, IdempotencyKey key) {
        return prefix.key("idempotency:" + owner.orElse(NO_OWNER) + ":" + key.key());
    }

    private Outcome outcome(String id, Response reply) {
        return switch (reply.get(0).toString()) {
            case "queued" ->
                new Outcome.Queued(id, reply.get(1).toLong(), reply.get(2).toLong());
            case "again" ->
                new Outcome.Queued(reply.get(1).toString(), reply.get(2).toLong(), 0);
            case "differs" -> new Outcome.Differs();
            case "in-flight" -> new Outcome.InFlight();
            case "owner-full" -> new Outcome.OwnerFull(reply.get(1).toInteger());
            case "over-budget" ->
                new Outcome.OverBudget(
                        budgets.state(reply.get(2)),
                        Duration.ofMillis(reply.get(3).toLong()),
                        Duration.ofSeconds(reply.get(1).toLong()));
            default -> new Outcome.Full();
        };
    }
}
