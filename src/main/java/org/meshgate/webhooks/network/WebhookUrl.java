package org.meshgate.webhooks.network;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A URL to which deliveries may be sent, as {@link SsrfGuard#check(String)} read it.
 *
 * @param secure whether it is {@code https}
 * @param host a name in lower case, or an address; one of IPv6 has no brackets
 * @param target path and query, as they stand in the request line
 */
public record WebhookUrl(boolean secure, String host, int port, String target) {

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** The address, if the host is one and not a name. */
    Optional<InetAddress> literalAddress() {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return address == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Host and port as in the {@code Host} header: without the default port of the scheme. */
    String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (secure ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
    }

    /** The URL. */
    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + authority() + target;
    }
}
