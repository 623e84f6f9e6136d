package org.meshgate.jobs.budget;

import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.meshgate.caller.TokenBudget;
import org.meshgate.config.JobsConfig;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.BudgetState;

/** What the scripts with {@code lua/jobs/lib/budgets.lua} need to know of budgets, and the rows that they return. */
@ApplicationScoped
public class BudgetArguments {

    private static final String NONE = "";

    private final JobsConfig config;

    BudgetArguments(MeshgateConfig config) {
        this.config = config.jobs();
    }

    /** The id of the token whose budget holds, or an empty text; then the {@link #limits}. */
    public List<String> of(Optional<TokenBudget> token) {
        return Stream.concat(Stream.of(token.map(TokenBudget::id).orElse(NONE)), limits(token).stream())
                .toList();
    }

    /** The limits in the order of {@code budgets_of}. */
    public List<String> limits(Optional<TokenBudget> token) {
        return IntStream.of(
                        config.gpuSecondsPerDay(),
                        config.gpuSecondsPerMonth(),
                        config.gpuSecondsPerDayPerUser(),
                        config.gpuSecondsPerMonthPerUser(),
                        token.map(TokenBudget::gpuSecondsPerDay).orElse(0),
                        token.map(TokenBudget::gpuSecondsPerMonth).orElse(0))
                .mapToObj(Integer::toString)
                .toList();
    }

    /** Reads a row of {@code budget_row}. */
    public BudgetState state(Response row) {
        return BudgetState.ofMillis(
                row.get(0).toString(),
                row.get(1).toString(),
                row.get(2).toLong(),
                row.get(3).toLong(),
                row.get(4).toLong(),
                Instant.ofEpochMilli(row.get(5).toLong()));
    }
}
