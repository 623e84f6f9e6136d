package org.meshgate.jobs;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a job stands in its life. */
public enum JobStatus {
    /** Waits for a worker. */
    QUEUED,
    /** A worker has it. */
    PROCESSING,
    /** Ended with a result. */
    COMPLETED,
    /** Ended with an error. */
    FAILED,
    /** Ended because somebody wanted it to. */
    CANCELLED;

    /** The spelling in JSON and in Redis: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the spelling of {@link #wireName()}; nothing for any other text. */
    public static Optional<JobStatus> of(String text) {
        return Stream.of(values())
                .filter(status -> status.wireName().equals(text))
                .findFirst();
    }

    /** Whether nothing more will happen to the job. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
