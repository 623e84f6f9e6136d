package org.meshgate.problem;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Too many logins, registrations or password changes; the response does not reveal whether the account exists. */
public final class LoginThrottledException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final String limit;
    private final Duration retryAfter;
    private final String policy;
    private final String status;

    /**
     * @param limit the name of the limit that was reached
     * @param retryAfter the delay until the next attempt is allowed, in whole seconds
     * @param policy the {@code RateLimit-Policy} header
     * @param status the {@code RateLimit} header
     */
    public LoginThrottledException(String limit, Duration retryAfter, String policy, String status) {
        super(
                ProblemType.LOGIN_THROTTLED,
                "Too many attempts. The next one is possible in " + retryAfter.toSeconds() + " seconds.");
        this.limit = limit;
        this.retryAfter = retryAfter;
        this.policy = policy;
        this.status = status;
    }

    /** The name of the limit that was reached. */
    public String limit() {
        return limit;
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
