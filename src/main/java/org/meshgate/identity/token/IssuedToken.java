package org.meshgate.identity.token;

/**
 * A token that was just made: the only time that its text is known.
 *
 * @param text what the client sends from now on
 * @param record what Redis keeps
 */
public record IssuedToken(String text, ApiToken record) {

    @Override
    public String toString() {
        return "IssuedToken[" + record.id() + "]";
    }
}
