package org.meshgate.accounts.validation;

/** A password blocklist cannot be loaded. The message is one line that names the setting and the reason. */
public final class BlocklistException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line */
    BlocklistException(String message) {
        super(message);
    }
}
