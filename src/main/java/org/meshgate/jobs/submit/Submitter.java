package org.meshgate.jobs.submit;

import java.util.Optional;
import org.meshgate.caller.Caller;
import org.meshgate.caller.TokenBudget;

/**
 * Who submits a job: its owner, and what its usage is counted for.
 *
 * @param owner a user id; absent in simple mode
 * @param tokenId the token that is used; absent in simple mode
 * @param budget of that token
 */
record Submitter(Optional<String> owner, Optional<String> tokenId, Optional<TokenBudget> budget) {

    /** Nobody: a submission in simple mode. */
    static final Submitter ANONYMOUS = new Submitter(Optional.empty(), Optional.empty(), Optional.empty());

    static Submitter of(Caller caller) {
        return caller instanceof Caller.Account account
                ? new Submitter(Optional.of(account.userId()), Optional.of(account.tokenId()), account.budget())
                : ANONYMOUS;
    }
}
