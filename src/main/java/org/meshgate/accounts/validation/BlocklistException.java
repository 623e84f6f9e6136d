package org.meshgate.accounts.validation;

/** A list of passwords that nobody may take cannot be used. The message is one line and says which and why. */
public final class BlocklistException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line */
    BlocklistException(String message) {
        super(message);
    }
}
