package org.meshgate.identity.token;

/**
 * A newly issued token. The plain text is available only now.
 *
 * @param text plain text, sent to the client
 * @param record the record to store
 */
public record IssuedToken(String text, ApiToken record) {

    @Override
    public String toString() {
        return "IssuedToken[" + record.id() + "]";
    }
}
