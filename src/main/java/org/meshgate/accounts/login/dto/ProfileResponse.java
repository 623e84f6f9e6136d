package org.meshgate.accounts.login.dto;

import java.util.List;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.dto.TokenInfo;
import org.meshgate.problem.BudgetState;

/**
 * The caller's profile and the public view of the token in use.
 *
 * @param budgets of the user and the token; none where the number of GPU seconds is not limited
 */
public record ProfileResponse(boolean success, PublicUser user, TokenInfo token, List<BudgetState> budgets) {}
