package org.meshgate.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What a problem document tells of the budget that a job would exceed. How much all users together may use and have used is
 * for administrators: the numbers of the server's budget are absent.
 *
 * @param scope whose budget it is: {@code server}, {@code user} or {@code token}
 * @param period {@code day} or {@code month}, in UTC
 * @param limit seconds
 * @param used seconds of jobs that ended in this period
 * @param reserved seconds that waiting and running jobs are expected to take
 * @param resetsAt end of the period
 */
@RegisterForReflection
public record ExceededBudget(
        String scope,
        String period,

        @JsonProperty("limit_seconds") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Long> limit,

        @JsonProperty("used_seconds") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<BigDecimal> used,

        @JsonProperty("reserved_seconds") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<BigDecimal> reserved,

        @JsonProperty("resets_at") Instant resetsAt) {

    /** What may be told of a budget. */
    public static ExceededBudget of(BudgetState budget) {
        Optional<BudgetState> told = Optional.of(budget).filter(state -> !state.belongsToServer());
        return new ExceededBudget(
                budget.scope(),
                budget.period(),
                told.map(BudgetState::limit),
                told.map(BudgetState::used),
                told.map(BudgetState::reserved),
                budget.resetsAt());
    }
}
