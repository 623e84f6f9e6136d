package org.meshgate.cli.worker.job;

import java.nio.file.Path;
import java.util.Optional;

/** How an attempt ended. */
public sealed interface JobOutcome {

    /**
     * There is a result.
     *
     * @param result a file in the output folder
     * @param thumbnail a picture of it, in the same folder
     */
    record Success(Path result, Optional<Path> thumbnail) implements JobOutcome {}

    /**
     * There is none.
     *
     * @param error why, in one line for the owner of the job
     * @param retryable whether another attempt may succeed
     * @param logTail the last output, for administrators
     */
    record Failure(String error, boolean retryable, Optional<String> logTail) implements JobOutcome {

        /** Another attempt would fail, too. */
        public static Failure permanent(String error) {
            return new Failure(error, false, Optional.empty());
        }

        /** Another attempt may succeed. */
        public static Failure retryable(String error) {
            return new Failure(error, true, Optional.empty());
        }
    }
}
