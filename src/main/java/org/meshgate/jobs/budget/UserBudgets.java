package org.meshgate.jobs.budget;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meshgate.caller.TokenBudget;
import org.meshgate.config.JobsConfig;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.BudgetState;

/** The budgets of users and what counts against them. Callers must have checked authorization. */
@ApplicationScoped
public class UserBudgets {

    private final BudgetStore store;
    private final boolean everyone;

    UserBudgets(BudgetStore store, MeshgateConfig config) {
        JobsConfig jobs = config.jobs();
        this.store = store;
        this.everyone = jobs.gpuSecondsPerDayPerUser() > 0 || jobs.gpuSecondsPerMonthPerUser() > 0;
    }

    /**
     * The budgets that hold for a user, and those of a token: four at most. Those of the server are not told.
     *
     * @param token the budget of the token in use
     * @param limited false if no limits are set for the user: then Redis is asked only where all users have a budget
     */
    public Uni<List<BudgetState>> read(String userId, Optional<TokenBudget> token, boolean limited) {
        if (!limited && !everyone && token.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store.read(userId, token).map(budgets -> budgets.stream()
                .filter(budget -> !budget.belongsToServer())
                .toList());
    }
}
