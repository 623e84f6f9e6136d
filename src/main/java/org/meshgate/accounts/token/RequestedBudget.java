package org.meshgate.accounts.token;

import java.util.Optional;
import org.meshgate.caller.TokenBudget;

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

    /** The budget of a token; empty for any number of GPU seconds. */
    Optional<TokenBudget> of(String tokenId) {
        return Optional.of(new TokenBudget(tokenId, perDay.orElse(0), perMonth.orElse(0)))
                .filter(budget -> budget.gpuSecondsPerDay() > 0 || budget.gpuSecondsPerMonth() > 0);
    }
}
