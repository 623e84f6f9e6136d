package org.meshgate.problem.limit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.problem.BudgetState;
import org.meshgate.problem.ExceededBudget;
import org.meshgate.problem.ProblemType;

/** A job would exceed a budget of GPU seconds. */
public final class BudgetExceededException extends LimitExceededException {

    private static final long serialVersionUID = 1L;

    private static final int MILLIS = 3;

    private final transient ExceededBudget budget;

    /**
     * @param budget the budget; of several the one that holds longest
     * @param expected how long the job is expected to take
     * @param retryAfter the delay until its period ends, in whole seconds
     */
    public BudgetExceededException(BudgetState budget, Duration expected, Duration retryAfter) {
        super(
                ProblemType.BUDGET_EXCEEDED,
                budget.belongsToServer() ? detailOfServer(budget) : detail(budget, expected),
                retryAfter,
                Optional.of("\"gpu-seconds\";q=" + budget.limit()).filter(policy -> !budget.belongsToServer()),
                "\"gpu-seconds\";r=0;t=" + retryAfter.toSeconds());
        this.budget = ExceededBudget.of(budget);
    }

    private static String detailOfServer(BudgetState budget) {
        return "The server's budget of GPU seconds in a " + budget.period()
                + ", which all users share, does not suffice for this job.";
    }

    private static String detail(BudgetState budget, Duration expected) {
        return "The " + budget.scope() + "'s budget of " + budget.limit() + " GPU seconds in a " + budget.period()
                + " does not suffice: " + budget.used().toPlainString() + " are used, "
                + budget.reserved().toPlainString() + " are reserved for jobs that wait or run, and this job is"
                + " expected to take "
                + BigDecimal.valueOf(expected.toMillis(), MILLIS).toPlainString() + ".";
    }

    @Override
    public Optional<ExceededBudget> budget() {
        return Optional.of(budget);
    }
}
