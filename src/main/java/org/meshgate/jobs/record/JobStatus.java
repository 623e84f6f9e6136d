package org.meshgate.jobs.record;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The status of a job. */
public enum JobStatus {
    /** Waits for a worker. */
    QUEUED,
    /** A worker holds it. */
    PROCESSING,
    /** Ended with a result. */
    COMPLETED,
    /** Ended with an error. */
    FAILED,
    /** Ended because its cancellation was requested. */
    CANCELLED;

    private static final Map<String, JobStatus> BY_JSON_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(JobStatus::jsonName, status -> status));

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    /** The spelling in JSON and in Redis: lower case. */
    public String jsonName() {
        return jsonName;
    }

    /** Parses {@link #jsonName()}; absent for any other text. */
    public static Optional<JobStatus> of(String text) {
        return Optional.ofNullable(BY_JSON_NAME.get(text));
    }

    /** Whether this status is final. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
