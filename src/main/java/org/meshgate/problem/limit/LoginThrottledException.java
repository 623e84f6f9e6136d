package org.meshgate.problem.limit;

import java.time.Duration;
import org.meshgate.problem.ProblemType;

/** Too many logins, registrations or password changes; the response does not reveal whether the account exists. */
public final class LoginThrottledException extends LimitExceededException {

    private static final long serialVersionUID = 1L;

    private final String limit;

    /**
     * @param limit the name of the limit that was reached
     * @param retryAfter the delay until the next attempt is allowed, in whole seconds
     * @param policy the {@code RateLimit-Policy} header
     * @param status the {@code RateLimit} header
     */
    public LoginThrottledException(String limit, Duration retryAfter, String policy, String status) {
        super(
                ProblemType.LOGIN_THROTTLED,
                "Too many attempts. The next one is possible in " + retryAfter.toSeconds() + " seconds.",
                retryAfter,
                policy,
                status);
        this.limit = limit;
    }

    /** The name of the limit that was reached. */
    public String limit() {
        return limit;
    }
}
