package org.meshgate.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.ServerConfig.ForwardedHeader;
import org.meshgate.config.converter.CidrRange;

/**
 * Resolves the client's address. The peer address of the connection is trusted; a forwarding header only as far as
 * proxies of {@code server.trusted_proxies} wrote it. The header is read from the right, the end at which each proxy
 * appends the address it saw, and the first address that is no trusted proxy is the client. Any client can forge what
 * is left of it. Only the header of {@code server.forwarded_header} is read: a proxy that writes one forwarding header
 * passes the other on unchanged.
 */
@ApplicationScoped
public class ClientAddressResolver {

    private static final String KNOWN = "meshgate.client";
    private static final String FOR = "for=";

    /** Longer than any real chain of proxies. */
    private static final int MAX_HOPS = 32;

    private final List<CidrRange> trusted;
    private final ForwardedHeader header;

    @Inject
    ClientAddressResolver(MeshgateConfig config) {
        this(
                config.server().trustedProxies().orElse(List.of()).stream()
                        .flatMap(cidrRange -> CidrRange.parse(cidrRange).stream())
                        .toList(),
                config.server().forwardedHeader());
    }

    ClientAddressResolver(List<CidrRange> trusted, ForwardedHeader header) {
        this.trusted = trusted;
        this.header = header;
    }

    /** Resolves the client of a request. */
    public ClientAddress of(RoutingContext context) {
        ClientAddress known = context.get(KNOWN);
        if (known == null) {
            known = find(context.request());
            context.put(KNOWN, known);
        }
        return known;
    }

    private ClientAddress find(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        return peer == null || peer.hostAddress() == null
                ? ClientAddress.UNKNOWN
                : find(peer.hostAddress(), () -> request.headers().getAll(header.fieldName()));
    }

    /**
     * @param peer the address of the connection
     * @param forwarded the values of the header, in the order received
     */
    ClientAddress find(String peer, Supplier<List<String>> forwarded) {
        return ClientAddress.bytes(peer)
                .map(address -> isTrusted(address) ? behind(address, String.join(",", forwarded.get())) : address)
                .map(ClientAddress::of)
                .orElse(ClientAddress.UNKNOWN);
    }

    /** An entry that cannot be parsed ends the chain: the proxy that passed it on counts as the client. */
    private byte[] behind(byte[] proxy, String hops) {
        byte[] farthest = proxy;
        int end = hops.length();
        for (int hop = 0; hop < MAX_HOPS && end > 0; hop++) {
            int comma =
                    hops.lastIndexOf(',', end - 1); // quoted commas too: no address has one, and quotes can be forged
            Optional<byte[]> address = address(hops.substring(comma + 1, end));
            if (address.isEmpty()) {
                return farthest;
            }
            farthest = address.get();
            if (!isTrusted(farthest)) {
                return farthest;
            }
            end = comma;
        }
        return farthest;
    }

    private boolean isTrusted(byte[] address) {
        for (CidrRange cidrRange : trusted) {
            if (cidrRange.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private Optional<byte[]> address(String hop) {
        return header == ForwardedHeader.FORWARDED
                ? node(hop).flatMap(node -> ClientAddress.bytes(withoutPort(node)))
                : ClientAddress.bytes(withoutPort(hop.strip()));
    }

    /** The {@code for} of an element of RFC 7239, without its quotes. */
    private static Optional<String> node(String element) {
        for (String pair : element.split(";", MAX_HOPS)) {
            String text = pair.strip();
            if (text.toLowerCase(Locale.ROOT).startsWith(FOR)) {
                String value = text.substring(FOR.length());
                boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                return Optional.of(quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return Optional.empty();
    }

    /**
     * Strips the port of {@code 192.0.2.1:80} and {@code [2001:db8::1]:80}; an IPv6 address without brackets has no
     * port.
     */
    private static String withoutPort(String node) {
        if (node.startsWith("[")) {
            int close = node.indexOf(']');
            return close < 0 ? "" : node.substring(1, close);
        }
        int colon = node.indexOf(':');
        return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
    }
}
