package org.meshgate.accounts.login;

import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.meshgate.http.ClientAddressResolver;

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

    /** The client of a request. */
    static ClientContext of(RoutingContext request, ClientAddressResolver clients, Consumer<String> onAccountResolved) {
        return new ClientContext(clients.of(request).network(), request.response()::closed, onAccountResolved);
    }

    /** The client of a request whose account is known, or is not looked up. */
    public static ClientContext of(RoutingContext request, ClientAddressResolver clients) {
        return of(request, clients, userId -> {});
    }
}
