package org.meshgate.accounts.login;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Who gives a password.
 *
 * @param network the address by which attempts are counted
 * @param gone whether they have left meanwhile; asked from any thread
 * @param means told whose account they mean, if there is such an account; whatever comes of the attempt
 */
public record ClientContext(String network, BooleanSupplier gone, Consumer<String> means) {

    /** Somebody of whom nothing has to be known. */
    static final ClientContext ANONYMOUS = new ClientContext("", () -> false, userId -> {});
}
