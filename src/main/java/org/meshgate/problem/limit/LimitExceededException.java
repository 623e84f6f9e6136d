package org.meshgate.problem.limit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;

/**
 * A limit is exceeded. The response says when to retry and names the limit, as the IETF draft "RateLimit header fields
 * for HTTP" spells it.
 */
abstract class LimitExceededException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;
    private final transient Map<String, String> headers;

    /**
     * @param retryAfter the delay before the next attempt, in whole seconds
     * @param policy the {@code RateLimit-Policy} header
     * @param status the {@code RateLimit} header
     */
    LimitExceededException(ProblemType type, String detail, Duration retryAfter, String policy, String status) {
        this(type, detail, retryAfter, Optional.of(policy), status);
    }

    /** @param policy absent for a limit that is not told */
    LimitExceededException(
            ProblemType type, String detail, Duration retryAfter, Optional<String> policy, String status) {
        super(type, detail);
        this.retryAfter = retryAfter;
        this.headers = policy.map(told -> Map.of("RateLimit-Policy", told, "RateLimit", status))
                .orElseGet(() -> Map.of("RateLimit", status));
    }

    @Override
    public final Optional<Duration> retryAfter() {
        return Optional.of(retryAfter);
    }

    @Override
    public final Map<String, String> headers() {
        return headers;
    }
}
