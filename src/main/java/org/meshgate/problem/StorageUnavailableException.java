package org.meshgate.problem;

import java.time.Duration;
import java.util.Optional;

/** Redis cannot be reached, does not reply within its deadline, or refuses commands. */
public final class StorageUnavailableException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String reason;

    /** @param reason the reason, for the log; clients do not see it */
    public StorageUnavailableException(String reason) {
        // the detail of 3DAIGC-API, kept for its clients
        super(ProblemType.STORAGE_UNAVAILABLE, "Authentication service is not available");
        this.reason = reason;
    }

    /** The reason, for the operator. */
    public String reason() {
        return reason;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(RETRY_AFTER);
    }
}
