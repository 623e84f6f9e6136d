package org.meshgate.jobs.dispatch;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.RedisCommands;

/** Reads the attempts of jobs in Redis. The scripts of {@link DispatchStore} write them. */
@ApplicationScoped
public class JobAttemptStore {

    private final RedisCommands redis;
    private final KeyPrefix prefix;

    JobAttemptStore(RedisCommands redis, KeyPrefix prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    /** The last attempt of a job, in one read of at most 64 KiB and a few short fields. */
    public Uni<JobAttempt> read(String jobId) {
        return redis.send(
                        Command.HMGET,
                        List.of(
                                prefix.key("claim:" + jobId),
                                "attempt",
                                "failures",
                                "worker",
                                "model",
                                "since",
                                "lease",
                                "outcome",
                                "log_tail"))
                .map(Optional::orElseThrow)
                .map(JobAttemptStore::attempt);
    }

    private static JobAttempt attempt(Response fields) {
        boolean runs = text(fields, 5).isPresent();
        return new JobAttempt(
                text(fields, 0).map(Integer::valueOf).orElse(0),
                text(fields, 1).map(Integer::valueOf).orElse(0),
                text(fields, 2),
                text(fields, 3),
                text(fields, 4).map(Long::valueOf).map(Instant::ofEpochMilli),
                runs ? Optional.empty() : text(fields, 6), // until it ends, the outcome is that of the attempt before
                text(fields, 7));
    }

    private static Optional<String> text(Response fields, int index) {
        return Optional.ofNullable(fields.get(index)).map(Response::toString).filter(text -> !text.isEmpty());
    }
}
