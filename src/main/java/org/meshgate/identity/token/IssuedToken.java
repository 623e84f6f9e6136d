package org.meshgate.identity.token;

import org.meshgate.caller.TokenBudget;

/**
 * A newly issued token. The plain text is available only now.
 *
 * @param text plain text, sent to the client
 * @param record the record to store
 */
public record IssuedToken(String text, ApiToken record) {

    /** This token with a budget. */
    public IssuedToken withBudget(TokenBudget budget) {
        return new IssuedToken(text, record.withBudget(budget));
    }

    @Override
    public String toString() {
        return "IssuedToken[" + record.id() + "]";
    }
}
