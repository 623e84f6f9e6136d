package org.meshgate.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of a request ({@code Host}, or {@code :authority} of HTTP/2), if it is valid in a URL.
 *
 * @param name in lower case, without a dot at the end; an IPv6 address in brackets
 * @param port absent for the default port of the scheme
 */
record RequestHost(String name, Optional<Integer> port) {

    private static final int MAX_NAME_LENGTH = 253;
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
    private static final int MAX_PORT = 65_535;

    /** Reads the host; empty when the request has no host, several, or a malformed one. */
    static Optional<RequestHost> of(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (authority == null || request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            return Optional.empty();
        }
        return of(authority.host(), authority.port());
    }

    /** Reads {@code host} or {@code host:port} of a setting that was checked at the start. */
    static Optional<RequestHost> of(String text) {
        int colon = text.lastIndexOf(':');
        boolean port = colon > text.lastIndexOf(']');
        return port ? of(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1))) : of(text, -1);
    }

    private static Optional<RequestHost> of(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        return (isName(name) || IPV6.matcher(name).matches()) && port <= MAX_PORT
                ? Optional.of(new RequestHost(name, port < 0 ? Optional.empty() : Optional.of(port)))
                : Optional.empty();
    }

    /** Also accepts an IPv4 address. No regular expression: this runs for nearly every response. */
    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean allowed = letter >= 'a' && letter <= 'z'
                    || letter >= '0' && letter <= '9'
                    || letter == '_'
                    || i > 0 && (letter == '.' || letter == '-');
            if (!allowed) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_NAME_LENGTH;
    }

    /** The host as part of a URL. */
    String text() {
        return port.isPresent() ? name + ":" + port.get() : name;
    }
}
