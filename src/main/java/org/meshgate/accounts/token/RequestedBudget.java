package org.meshgate.accounts.token;

import java.util.Optional;
import org.meshgate.caller.TokenBudget;
import org.meshgate.identity.token.IssuedToken;

/**
 * The budget that a new token shall have, in GPU seconds.
 *
 * @param perDay in UTC; absent or 0 for any number
 * @param perMonth in UTC; absent or 0 for any number
 */
public record RequestedBudget(Optional<Integer> perDay, Optional<Integer> perMonth) {

    /** No budget. */
    public static final RequestedBudget NONE = new RequestedBudget(Optional.empty(), Optional.empty());

    /** Whether a member was given. */
    boolean requested() {
        return perDay.isPresent() || perMonth.isPresent();
    }

    /** The token with this budget as its own; without a change for any number of GPU seconds. */
    public IssuedToken limit(IssuedToken token) {
        return Optional.of(new TokenBudget(token.record().id(), perDay.orElse(0), perMonth.orElse(0)))
                .filter(budget -> budget.gpuSecondsPerDay() > 0 || budget.gpuSecondsPerMonth() > 0)
                .map(token::withBudget)
                .orElse(token);
    }
}
