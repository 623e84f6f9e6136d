package org.meshgate.worker;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.caller.AccessWatch;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.PublicUrl;

/** Who sent the current request, from where, and how the sender reaches this server. */
@ApplicationScoped
class RequestOrigin {

    private final CurrentCaller caller;
    private final ClientAddressResolver clients;
    private final PublicUrl url;

    RequestOrigin(CurrentCaller caller, ClientAddressResolver clients, PublicUrl url) {
        this.caller = caller;
        this.clients = clients;
        this.url = url;
    }

    Caller caller() {
        return caller.get();
    }

    AccessWatch access() {
        return caller.access();
    }

    String network(RoutingContext request) {
        return clients.of(request).network();
    }

    String baseUrl(RoutingContext request) {
        return url.base(request);
    }
}
