package org.meshgate.cli.worker.protocol;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The base URL of a server. Every call of a worker goes to it, signed links too: the host of a link is that which
 * clients see, and may not be reachable from a GPU machine.
 *
 * @param base without a slash at the end
 */
public record ServerBaseUrl(String base) {

    private static final String API = "/api/v1/";

    /** Of a URL with scheme and host; a path before {@code /api} is kept. */
    public static ServerBaseUrl of(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new ServerBaseUrl(url.getScheme() + "://" + url.getRawAuthority() + path);
    }

    /** A path of the worker protocol. */
    URI worker(String path) {
        return URI.create(base + API + "worker/" + path);
    }

    /** A path of a job. */
    URI job(String jobId, String path) {
        return worker("jobs/" + URLEncoder.encode(jobId, StandardCharsets.UTF_8).replace("+", "%20") + "/" + path);
    }

    /** The health check, which needs no token. */
    URI health() {
        return URI.create(base + "/health");
    }

    /** How clients are authenticated; needs no token. */
    URI authStatus() {
        return URI.create(base + API + "system/auth-status");
    }

    /**
     * A link of the server, at this address.
     *
     * @throws IllegalArgumentException when it is no link to the API
     */
    URI link(String url) {
        int start = url.indexOf(API);
        if (start < 0) {
            throw new IllegalArgumentException("a link that leads elsewhere");
        }
        return URI.create(base + url.substring(start));
    }
}
