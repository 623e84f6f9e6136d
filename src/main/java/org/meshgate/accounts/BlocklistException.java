package org.meshgate.accounts;

/** The file of {@code security.password_blocklist} cannot be used. The message is one line and says which and why. */
public final class BlocklistException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line */
    BlocklistException(String message) {
        super(message);
    }
}
