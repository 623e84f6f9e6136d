package org.meshgate.throttle;

import java.time.Duration;

/**
 * A quota per time window, with the header syntax of draft-ietf-httpapi-ratelimit-headers-10.
 *
 * @param name identifies the limit to clients; letters and hyphens
 * @param quota maximum burst, and number per window; 0 for unlimited
 * @param window length in whole seconds
 */
public record Limit(String name, int quota, Duration window) {

    /** Whether this limit is enabled. */
    public boolean on() {
        return quota > 0;
    }

    /** The {@code RateLimit-Policy} header. */
    public String policy() {
        return "\"" + name + "\";q=" + quota + ";w=" + window.toSeconds();
    }

    /**
     * The {@code RateLimit} header.
     *
     * @param remaining number of requests allowed now
     * @param seconds until the quota grows
     */
    public String status(long remaining, long seconds) {
        return "\"" + name + "\";r=" + remaining + ";t=" + seconds;
    }
}
