package org.meshgate.accounts.token;

import java.util.List;
import java.util.Optional;

/**
 * What a client asks of a new token.
 *
 * @param lifetimeDays 1 to 3650; empty for the longest allowed lifetime
 * @param scopes names of scopes
 * @param networks networks in CIDR notation
 * @param budget of the jobs that the token submits
 */
public record TokenRequest(
        Optional<Integer> lifetimeDays,
        Optional<List<String>> scopes,
        Optional<List<String>> networks,
        RequestedBudget budget) {

    /** A request without a budget. */
    public TokenRequest(
            Optional<Integer> lifetimeDays, Optional<List<String>> scopes, Optional<List<String>> networks) {
        this(lifetimeDays, scopes, networks, RequestedBudget.NONE);
    }
}
