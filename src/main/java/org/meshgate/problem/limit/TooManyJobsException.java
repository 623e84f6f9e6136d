package org.meshgate.problem.limit;

import java.time.Duration;
import org.meshgate.problem.ProblemType;

/** The limit of waiting jobs is reached. */
public final class TooManyJobsException extends LimitExceededException {

    private static final long serialVersionUID = 1L;

    /** A job takes at least a few seconds. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private TooManyJobsException(String detail, int limit) {
        super(
                ProblemType.TOO_MANY_JOBS,
                detail,
                RETRY_AFTER,
                "\"waiting-jobs\";q=" + limit,
                "\"waiting-jobs\";r=0;t=" + RETRY_AFTER.toSeconds());
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
}
