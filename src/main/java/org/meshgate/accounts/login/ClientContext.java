package org.meshgate.accounts.login;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The client that sends a password.
 *
 * @param network network of the client, by which attempts are counted
 * @param isCancelled whether the client has disconnected; called from any thread
 * @param onAccountResolved receives the id of the account, if it exists, whether or not the attempt succeeds
 */
public record ClientContext(String network, BooleanSupplier isCancelled, Consumer<String> onAccountResolved) {

    /** For callers without a client, such as commands. */
    static final ClientContext ANONYMOUS = new ClientContext("", () -> false, userId -> {});
}
