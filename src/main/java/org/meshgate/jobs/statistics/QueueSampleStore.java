package org.meshgate.jobs.statistics;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.meshgate.jobs.budget.BudgetArguments;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.jobs.index.JobIndexes;
import org.meshgate.jobs.record.JobScripts;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Reads the numbers for {@link QueueMetrics} with one script: the size of each index, the oldest waiting job, and usage. */
@ApplicationScoped
class QueueSampleStore {

    private static final LuaScript SAMPLE = JobScripts.budgets("queue-sample.lua");

    /** Of the reply: the numbers before it are not sizes of indexes. */
    private static final int FIRST_INDEX = 5;

    private final RedisCommands redis;
    private final BudgetArguments budgets;
    private final DispatchTime time;
    private final String prefix;

    QueueSampleStore(RedisCommands redis, BudgetArguments budgets, DispatchTime time, KeyPrefix prefix) {
        this.redis = redis;
        this.budgets = budgets;
        this.time = time;
        this.prefix = prefix.key("");
    }

    Uni<QueueSample> read() {
        List<String> arguments =
                new ArrayList<>(List.of(prefix, time.argument(), JobIndexes.ofStatus(JobStatus.QUEUED)));
        arguments.addAll(budgets.limits(Optional.empty()));
        for (JobStatus status : JobStatus.values()) {
            arguments.add(JobIndexes.ofStatus(status));
        }
        return redis.run(SAMPLE, List.of(), arguments)
                .map(Optional::orElseThrow)
                .map(this::sample);
    }

    private QueueSample sample(Response reply) {
        Map<JobStatus, Long> jobs = new EnumMap<>(JobStatus.class);
        for (JobStatus status : JobStatus.values()) {
            jobs.put(status, reply.get(FIRST_INDEX + status.ordinal()).toLong());
        }
        String oldest = reply.get(1).toString();
        return new QueueSample(
                Map.copyOf(jobs),
                reply.get(0).toLong(),
                oldest.isEmpty() ? Optional.empty() : Optional.of((long) Double.parseDouble(oldest)),
                reply.get(2).toLong(),
                reply.get(3).toLong(),
                StreamSupport.stream(reply.get(4).spliterator(), false)
                        .map(budgets::state)
                        .toList());
    }
}
