package org.meshgate.jobs.budget;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.jobs.record.JobScripts;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Makes the usage of deleted users anonymous in Redis. */
@ApplicationScoped
public class UserUsageStore {

    private static final LuaScript FORGET = JobScripts.budgets("forget-user-usage.lua");

    private final RedisCommands redis;
    private final DispatchTime time;
    private final String prefix;

    UserUsageStore(RedisCommands redis, DispatchTime time, KeyPrefix prefix) {
        this.redis = redis;
        this.time = time;
        this.prefix = prefix.key("");
    }

    /** Counts what the user used as that of nobody: the sums of the server stay as they are. */
    public Uni<Void> forget(String userId) {
        String now =
                time.given().map(Instant::toEpochMilli).map(String::valueOf).orElse("");
        return redis.run(FORGET, List.of(), List.of(prefix, now, userId)).replaceWithVoid();
    }
}
