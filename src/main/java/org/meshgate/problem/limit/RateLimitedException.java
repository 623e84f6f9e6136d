package org.meshgate.problem.limit;

import java.time.Duration;
import org.meshgate.problem.ProblemType;

/** The caller has exceeded the request limit. */
public final class RateLimitedException extends LimitExceededException {

    private static final long serialVersionUID = 1L;

    /**
     * @param retryAfter the delay until the next request is allowed, in whole seconds
     * @param policy the {@code RateLimit-Policy} header
     * @param status the {@code RateLimit} header
     */
    public RateLimitedException(Duration retryAfter, String policy, String status) {
        super(
                ProblemType.RATE_LIMITED,
                "Too many requests. Slow down, and try again in " + retryAfter.toSeconds() + " seconds.",
                retryAfter,
                policy,
                status);
    }
}
