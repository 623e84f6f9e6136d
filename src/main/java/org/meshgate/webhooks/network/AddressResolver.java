package org.meshgate.webhooks.network;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a name. */
interface AddressResolver {

    /**
     * All addresses of a name, at least one. Fails with {@link java.net.UnknownHostException} when there is none, and with
     * {@link java.util.concurrent.RejectedExecutionException} when too many names are being resolved.
     */
    Uni<List<InetAddress>> resolve(String name);
}
