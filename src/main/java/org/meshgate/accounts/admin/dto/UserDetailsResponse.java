package org.meshgate.accounts.admin.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.problem.BudgetState;

/** A user with the number of their tokens and jobs, with their limits, and with what counts against their budgets. */
public record UserDetailsResponse(
        boolean success,
        PublicUser user,
        @JsonProperty("tokens_count") long tokensCount,
        @JsonProperty("jobs_count") long jobsCount,
        UserLimitsInfo limits,
        List<BudgetState> budgets) {}
