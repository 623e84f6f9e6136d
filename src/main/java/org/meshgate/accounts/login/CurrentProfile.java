package org.meshgate.accounts.login;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.dto.TokenInfo;
import org.meshgate.accounts.login.dto.ProfileResponse;
import org.meshgate.identity.token.CurrentSession;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.verify.TokenUsageTracker;
import org.meshgate.jobs.budget.UserBudgets;
import org.meshgate.problem.BudgetState;

/** The caller's profile. Redis is asked for an account that may have a budget; the verified token has the rest. */
@ApplicationScoped
class CurrentProfile {

    private final CurrentSession session;
    private final TokenUsageTracker tokenUsageTracker;
    private final UserBudgets budgets;

    CurrentProfile(CurrentSession session, TokenUsageTracker tokenUsageTracker, UserBudgets budgets) {
        this.session = session;
        this.tokenUsageTracker = tokenUsageTracker;
        this.budgets = budgets;
    }

    Uni<ProfileResponse> read() {
        TokenVerification.Valid current = session.get();
        return budgets.read(current.user().id(), current.token().budget(), current.limited())
                .map(found -> profile(current, found));
    }

    private ProfileResponse profile(TokenVerification.Valid current, List<BudgetState> found) {
        return new ProfileResponse(
                true,
                PublicUser.of(current.user()),
                TokenInfo.of(
                        current.token(),
                        current.user().role(),
                        tokenUsageTracker.of(current.token().id()),
                        true),
                found);
    }
}
