package org.meshgate.worker.upload;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Reads which attempts hold a lease. */
@ApplicationScoped
class AttemptStore {

    private static final LuaScript CURRENT = LuaScript.load("worker", "current-leases.lua");

    private final RedisCommands redis;
    private final String prefix;

    AttemptStore(RedisCommands redis, KeyPrefix prefix) {
        this.redis = redis;
        this.prefix = prefix.key("");
    }

    /** Those of the attempts, at most some hundreds, that hold no lease any more. */
    Uni<List<Attempt>> ended(List<Attempt> attempts) {
        List<String> arguments = new ArrayList<>(List.of(prefix));
        attempts.forEach(attempt -> arguments.add(attempt.job()));
        return redis.run(CURRENT, List.of(), arguments)
                .map(Optional::orElseThrow)
                .map(leases -> ended(attempts, leases));
    }

    private static List<Attempt> ended(List<Attempt> attempts, Response leases) {
        List<Attempt> ended = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            if (!leases.get(i).toString().startsWith(attempts.get(i).number() + "-")) {
                ended.add(attempts.get(i));
            }
        }
        return ended;
    }
}
