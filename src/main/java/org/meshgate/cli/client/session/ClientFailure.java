package org.meshgate.cli.client.session;

/** Ends a command with a message and an exit code. */
public final class ClientFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ClientExit exit;

    /** @param message for people; it may have several lines */
    public ClientFailure(ClientExit exit, String message) {
        super(message, null, false, false);
        this.exit = exit;
    }

    /** The exit code of the command. */
    public ClientExit exit() {
        return exit;
    }
}
