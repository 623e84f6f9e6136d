package org.meshgate.problem;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The caller has exceeded the request limit. */
public final class RateLimitedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;
    private final String policy;
    private final String status;

    /**
     * @param retryAfter the delay until the next request is allowed, in whole seconds
     * @param policy the {@code RateLimit-Policy} header
     * @param status the {@code RateLimit} header
     */
    public RateLimitedException(Duration retryAfter, String policy, String status) {
        super(
                ProblemType.RATE_LIMITED,
                "Too many requests. Slow down, and try again in " + retryAfter.toSeconds() + " seconds.");
        this.retryAfter = retryAfter;
        this.policy = policy;
        this.status = status;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(retryAfter);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("RateLimit-Policy", policy, "RateLimit", status);
    }
}
