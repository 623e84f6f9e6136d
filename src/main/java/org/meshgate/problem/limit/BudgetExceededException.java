package org.meshgate.problem.limit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.problem.BudgetState;
import org.meshgate.problem.ProblemType;

/** A job would exceed a budget of GPU seconds. */
public final class BudgetExceededException extends LimitExceededException {

    private static final long serialVersionUID = 1L;

    private static final int MILLIS = 3;

    private final transient BudgetState budget;

    /**
     * @param budget the budget; of several the one that holds longest
     * @param expected how long the job is expected to take
     * @param retryAfter the delay until its period ends, in whole seconds
     */
    public BudgetExceededException(BudgetState budget, Duration expected, Duration retryAfter) {
        super(
                ProblemType.BUDGET_EXCEEDED,
                "The " + budget.scope() + "'s budget of " + budget.limit() + " GPU seconds in a " + budget.period()
                        + " does not suffice: " + budget.used().toPlainString() + " are used, "
                        + budget.reserved().toPlainString() + " are reserved for jobs that wait or run, and this job is"
                        + " expected to take "
                        + BigDecimal.valueOf(expected.toMillis(), MILLIS).toPlainString() + ".",
                retryAfter,
                "\"gpu-seconds\";q=" + budget.limit(),
                "\"gpu-seconds\";r=0;t=" + retryAfter.toSeconds());
        this.budget = budget;
    }

    @Override
    public Optional<BudgetState> budget() {
        return Optional.of(budget);
    }
}
