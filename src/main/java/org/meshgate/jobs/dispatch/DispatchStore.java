package org.meshgate.jobs.dispatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.meshgate.config.JobsConfig;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobScripts;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Claims, leases and retries in Redis: each method is one script and one round trip. */
@ApplicationScoped
class DispatchStore {

    private static final LuaScript CLAIM = JobScripts.attempts("claim-jobs.lua");
    private static final LuaScript RENEW = JobScripts.attempts("renew-leases.lua");
    private static final LuaScript COMPLETE = JobScripts.attempts("complete-job.lua");
    private static final LuaScript FAIL = JobScripts.attempts("fail-job.lua");
    private static final LuaScript RELEASE = JobScripts.attempts("release-jobs.lua");
    private static final LuaScript RELEASE_ACCOUNT = JobScripts.attempts("release-account.lua");
    private static final LuaScript CHECK = JobScripts.attempts("check-lease.lua");
    private static final LuaScript CANCEL = JobScripts.attempts("cancel-waiting.lua");
    private static final LuaScript RECLAIM = JobScripts.attempts("lib/folding.lua", "reclaim-jobs.lua");

    /** More than any installation has GPUs. */
    private static final int MAX_LEASES = 1000;

    private static final int RECLAIM_BATCH_SIZE = 50;
    private static final String EMPTY = "";
    private static final String RETRYABLE = "retryable";

    private final RedisCommands redis;
    private final JobJson json;
    private final Clock clock;
    private final DispatchTime time;
    private final String prefix;

    DispatchStore(RedisCommands redis, JobJson json, Clock clock, DispatchTime time, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.clock = clock;
        this.time = time;
        this.prefix = prefix.key(EMPTY);
    }

    /** A failed attempt; see {@link JobDispatcher#fail}. */
    record Failure(HeldJob job, String error, boolean retryable, Optional<String> logTail) {}

    /** @param randoms 128 random bits for each lease */
    Uni<List<ClaimedJob>> claim(
            ClaimRequest request, List<String> randoms, JobsConfig.Scheduling scheduling, int maxRunning) {
        List<String> arguments = arguments();
        arguments.add(now());
        arguments.add(scheduling.jsonName());
        arguments.add(Integer.toString(maxRunning));
        arguments.add(Long.toString(JobDispatcher.LEASE.toMillis()));
        arguments.add(request.workerId());
        arguments.add(request.account().orElse(EMPTY));
        arguments.add(Integer.toString(request.features().size()));
        arguments.add(Integer.toString(request.models().size()));
        arguments.add(Integer.toString(request.loadedModels().size()));
        arguments.add(request.substitute().orElse(EMPTY));
        arguments.addAll(request.features());
        arguments.addAll(request.models());
        arguments.addAll(request.loadedModels());
        arguments.addAll(randoms);
        return run(CLAIM, arguments).map(reply -> StreamSupport.stream(reply.spliterator(), false)
                .map(this::claimed)
                .toList());
    }

    private ClaimedJob claimed(Response row) {
        JobRecord job = JobRecord.plain(
                row.get(0).toString(),
                row.get(3).toString(),
                json.read(row.get(3).toString()).orElseGet(json::object));
        return new ClaimedJob(
                job.id(),
                row.get(1).toString(),
                row.get(2).toInteger(),
                job.feature(),
                row.get(4).toString(),
                job.text(JobRecord.INPUTS).flatMap(json::read).orElseGet(json::object),
                job.owner());
    }

    Uni<List<HeartbeatOrder>> renew(List<Heartbeat> heartbeats) {
        List<String> arguments = arguments();
        arguments.add(Long.toString(JobDispatcher.LEASE.toMillis()));
        arguments.add(heartbeats.get(0).job().account().orElse(EMPTY));
        for (Heartbeat heartbeat : heartbeats) {
            arguments.add(heartbeat.job().jobId());
            arguments.add(heartbeat.job().lease());
            arguments.add(
                    heartbeat.progress().isPresent()
                            ? Double.toString(heartbeat.progress().getAsDouble())
                            : EMPTY);
            arguments.add(heartbeat.message().orElse(EMPTY));
        }
        return run(RENEW, arguments).map(reply -> StreamSupport.stream(reply.spliterator(), false)
                .map(order -> switch (order.toString()) {
                    case "continue" -> HeartbeatOrder.CONTINUE;
                    case "cancel" -> HeartbeatOrder.CANCEL;
                    default -> HeartbeatOrder.LOST;
                })
                .toList());
    }

    /**
     * The new status; absent when the worker does not hold the job.
     *
     * @param bytes size of the files of the result
     */
    Uni<Optional<JobStatus>> complete(HeldJob job, ObjectNode result, long bytes) {
        List<String> arguments = arguments(job);
        arguments.add(json.write(result));
        arguments.add(Long.toString(bytes));
        return run(COMPLETE, arguments).map(DispatchStore::status);
    }

    /**
     * The new status; absent when the worker does not hold the job.
     *
     * @param jitter factor of the pause before the next attempt
     */
    Uni<Optional<JobStatus>> fail(Failure failure, int maxAttempts, double jitter) {
        List<String> arguments = arguments(failure.job());
        arguments.add(jsonText(failure.error()));
        arguments.add(failure.retryable() ? RETRYABLE : EMPTY);
        arguments.add(Integer.toString(maxAttempts));
        arguments.add(Double.toString(jitter));
        arguments.add(failure.logTail().orElse(EMPTY));
        return run(FAIL, arguments).map(DispatchStore::status);
    }

    private static Optional<JobStatus> status(Response reply) {
        return JobStatus.of(reply.toString());
    }

    Uni<Integer> release(List<HeldJob> jobs) {
        List<String> arguments = arguments();
        arguments.add(now());
        arguments.add(jobs.get(0).account().orElse(EMPTY));
        for (HeldJob job : jobs) {
            arguments.add(job.jobId());
            arguments.add(job.lease());
        }
        return run(RELEASE, arguments).map(Response::toInteger);
    }

    Uni<Integer> releaseAllOf(String account) {
        List<String> arguments = arguments();
        arguments.add(now());
        arguments.add(account);
        arguments.add(Integer.toString(MAX_LEASES));
        return run(RELEASE_ACCOUNT, arguments).map(Response::toInteger);
    }

    Uni<Boolean> isHeld(HeldJob job) {
        return run(
                        CHECK,
                        List.of(prefix, job.jobId(), job.lease(), job.account().orElse(EMPTY)))
                .map(reply -> reply.toInteger() == 1);
    }

    Uni<Boolean> cancelWaiting(String id) {
        List<String> arguments = arguments();
        arguments.add(now());
        arguments.add(id);
        return run(CANCEL, arguments).map(reply -> "done".equals(reply.toString()));
    }

    Uni<Integer> reclaim(int maxAttempts, int maxRunning) {
        List<String> arguments = arguments();
        arguments.add(now());
        arguments.add(Integer.toString(maxAttempts));
        arguments.add(Integer.toString(maxRunning));
        arguments.add(Long.toString(JobDispatcher.CANCEL_GRACE.toMillis()));
        arguments.add(Integer.toString(RECLAIM_BATCH_SIZE));
        arguments.add(Long.toString(time.maxPause().toMillis()));
        arguments.add(Long.toString(JobDispatcher.LEASE.toMillis()));
        return run(RECLAIM, arguments).map(Response::toInteger);
    }

    /** Key prefix and clock. */
    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add(prefix);
        arguments.add(time.argument());
        return arguments;
    }

    private List<String> arguments(HeldJob job) {
        List<String> arguments = arguments();
        arguments.add(now());
        arguments.add(job.jobId());
        arguments.add(job.lease());
        arguments.add(job.account().orElse(EMPTY));
        return arguments;
    }

    private String now() {
        return jsonText(JobTimes.write(clock.instant()));
    }

    private String jsonText(String text) {
        return json.write(JsonNodeFactory.instance.textNode(text));
    }

    private Uni<Response> run(LuaScript script, List<String> arguments) {
        return redis.run(script, List.of(), arguments).map(Optional::orElseThrow);
    }
}
