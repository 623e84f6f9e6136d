package org.meshgate.jobs.budget;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.jobs.record.JobScripts;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Takes deleted users and their tokens out of usage in Redis. */
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

    /** Counts the jobs of a user among those without an owner: the sums of the server stay as they are. */
    public Uni<Void> forget(String userId) {
        return redis.run(FORGET, List.of(), List.of(prefix, time.argument(), userId))
                .replaceWithVoid();
    }
}
