package org.meshgate.jobs.budget;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.meshgate.caller.TokenBudget;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.jobs.record.JobScripts;
import org.meshgate.problem.BudgetState;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Reads budgets and what counts against them in Redis. */
@ApplicationScoped
class BudgetStore {

    private static final LuaScript READ = JobScripts.budgets("read-budgets.lua");

    private final RedisCommands redis;
    private final BudgetArguments budgets;
    private final DispatchTime time;
    private final String prefix;

    BudgetStore(RedisCommands redis, BudgetArguments budgets, DispatchTime time, KeyPrefix prefix) {
        this.redis = redis;
        this.budgets = budgets;
        this.time = time;
        this.prefix = prefix.key("");
    }

    /** All budgets that hold for a user and a token, also those of the server. */
    Uni<List<BudgetState>> read(String userId, Optional<TokenBudget> token) {
        List<String> arguments = Stream.concat(Stream.of(prefix, time.argument(), userId), budgets.of(token).stream())
                .toList();
        return redis.run(READ, List.of(), arguments).map(Optional::orElseThrow).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(budgets::state)
                .toList());
    }
}
