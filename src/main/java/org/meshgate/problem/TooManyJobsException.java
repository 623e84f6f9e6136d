package org.meshgate.problem;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The limit of waiting jobs is reached. */
public final class TooManyJobsException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** A job takes at least a few seconds. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final int limit;

    private TooManyJobsException(String detail, int limit) {
        super(ProblemType.TOO_MANY_JOBS, detail);
        this.limit = limit;
    }

    /** @param limit the maximum number of waiting jobs of one user */
    public static TooManyJobsException ofUser(int limit) {
        return new TooManyJobsException(
                "You have " + limit + " jobs waiting, which is the limit. Try again when one of them has started.",
                limit);
    }

    /** @param limit the maximum number of waiting jobs of all users */
    public static TooManyJobsException ofAll(int limit) {
        return new TooManyJobsException("The queue is full (" + limit + " jobs). Try again later.", limit);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(RETRY_AFTER);
    }

    /** As the IETF draft "RateLimit header fields for HTTP" spells them. */
    @Override
    public Map<String, String> headers() {
        return Map.of(
                "RateLimit-Policy",
                "\"waiting-jobs\";q=" + limit,
                "RateLimit",
                "\"waiting-jobs\";r=0;t=" + RETRY_AFTER.toSeconds());
    }
}
