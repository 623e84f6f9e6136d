package org.meshgate.cli.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The base URL of a server. Every call goes to it, signed links too: the host of a link is that which other clients see,
 * and may not be reachable from this machine.
 *
 * @param base without a slash at the end
 */
public record ServerBaseUrl(String base) {

    private static final String API = "/api/v1/";
    private static final int MAX_PORT = 65535;

    /** Of a URL with scheme and host; a path before {@code /api} is kept. */
    public static ServerBaseUrl of(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new ServerBaseUrl(url.getScheme() + "://" + url.getRawAuthority() + path);
    }

    /** The URL of a server, of http or https, without a user or fragment, with a port that exists; else empty. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            return Optional.of(url)
                    .filter(given -> http
                            && given.getHost() != null
                            && given.getPort() <= MAX_PORT
                            && given.getRawUserInfo() == null
                            && given.getRawFragment() == null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a request is readable on its way: by http, and not to this machine alone. A name without an address here
     * is another host's, because a proxy may know it.
     */
    public static boolean isClearTextToAnotherHost(URI server) {
        try {
            return "http".equalsIgnoreCase(server.getScheme())
                    && !Stream.of(InetAddress.getAllByName(server.getHost())).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** Text as one segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A path at the server. */
    public URI path(String path) {
        return URI.create(base + path);
    }

    /** A path of the API, below {@code /api/v1/}. */
    public URI api(String path) {
        return path(API + path);
    }

    /** The health check, which needs no token. */
    public URI health() {
        return path("/health");
    }

    /** How clients are authenticated; needs no token. */
    public URI authStatus() {
        return api("system/auth-status");
    }

    /**
     * A link of the server, at this address.
     *
     * @throws IllegalArgumentException when it is no link to the API
     */
    public URI link(String url) {
        int start = url.indexOf(API);
        if (start < 0) {
            throw new IllegalArgumentException("a link that leads elsewhere");
        }
        return URI.create(base + url.substring(start));
    }
}
