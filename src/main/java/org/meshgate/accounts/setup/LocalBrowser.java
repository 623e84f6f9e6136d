package org.meshgate.accounts.setup;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.meshgate.config.MeshgateConfig;

/**
 * Whether a request comes from a program on the machine of the server, and not through a proxy there: the connection is from
 * a loopback address, the host is {@code localhost} or a loopback address (a page whose name was made to resolve to loopback
 * has another), and nothing shows a proxy: no forwarding header, no HTTP/1.0, no setting for one.
 */
@ApplicationScoped
class LocalBrowser {

    private static final String LOCALHOST = "localhost";

    /** Headers of proxies, beside all that begin with {@code x-forwarded} or {@code x-original}. */
    private static final Set<String> OF_PROXIES = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-envoy-external-address",
            "x-host",
            "true-client-ip",
            "cf-connecting-ip",
            "fastly-client-ip");

    private static final List<String> PREFIXES_OF_PROXIES = List.of("x-forwarded", "x-original");

    private final boolean withoutProxy;

    @Inject
    LocalBrowser(MeshgateConfig config) {
        this(config.server().publicUrl().isEmpty()
                && config.server().trustedProxies().orElse(List.of()).isEmpty());
    }

    /** @param withoutProxy whether no setting tells of a proxy */
    LocalBrowser(boolean withoutProxy) {
        this.withoutProxy = withoutProxy;
    }

    /** Whether the request comes from here. */
    boolean sent(HttpServerRequest request) {
        return withoutProxy
                && request.version() != HttpVersion.HTTP_1_0
                && isLoopback(request.remoteAddress())
                && isLoopback(request.authority())
                && request.headers().names().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .noneMatch(LocalBrowser::isOfProxy);
    }

    private static boolean isOfProxy(String header) {
        return OF_PROXIES.contains(header) || PREFIXES_OF_PROXIES.stream().anyMatch(header::startsWith);
    }

    private static boolean isLoopback(SocketAddress peer) {
        return peer != null && peer.hostAddress() != null && isLoopback(peer.hostAddress());
    }

    private static boolean isLoopback(HostAndPort host) {
        return host != null
                && (host.host().equalsIgnoreCase(LOCALHOST)
                        || isLoopback(host.host().replaceAll("^\\[|]$", "")));
    }

    /** Names are not looked up. */
    private static boolean isLoopback(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        try {
            return bytes != null && InetAddress.getByAddress(bytes).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has four or sixteen bytes", e);
        }
    }
}
