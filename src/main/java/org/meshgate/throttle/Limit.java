package org.meshgate.throttle;

import java.time.Duration;

/**
 * So many in so much time. Headers are spelled as draft-ietf-httpapi-ratelimit-headers-10 has them.
 *
 * @param name by which clients tell limits apart, of letters and hyphens
 * @param quota how many at once, and how many in each window; 0 for any number
 * @param window in whole seconds
 */
public record Limit(String name, int quota, Duration window) {

    /** Whether it limits anything. */
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
     * @param remaining how many more are taken at once
     * @param seconds until there are more
     */
    public String status(long remaining, long seconds) {
        return "\"" + name + "\";r=" + remaining + ";t=" + seconds;
    }
}
