package org.meshgate.http;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;

/**
 * The hosts of {@code server.allowed_hosts}. Protects against DNS rebinding, where a page lets its own name resolve
 * to this server, and against proxies that route requests for another server here.
 */
@ApplicationScoped
public class AllowedHosts {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Optional<List<RequestHost>> allowed;

    AllowedHosts(MeshgateConfig config) {
        this.allowed = config.server().allowedHosts().map(hosts -> hosts.stream()
                .flatMap(host -> RequestHost.of(host.strip()).stream())
                .toList());
    }

    /** Whether the host of the request is allowed; an entry without a port allows all ports. */
    public boolean admit(HttpServerRequest request) {
        return allowed.isEmpty()
                || RequestHost.of(request)
                        .filter(host -> allowed.get().stream().anyMatch(entry -> fits(host, entry, request.isSSL())))
                        .isPresent();
    }

    private static boolean fits(RequestHost host, RequestHost entry, boolean secure) {
        return host.name().equals(entry.name())
                && (entry.port().isEmpty()
                        || entry.port().get().equals(host.port().orElse(secure ? HTTPS : HTTP)));
    }
}
