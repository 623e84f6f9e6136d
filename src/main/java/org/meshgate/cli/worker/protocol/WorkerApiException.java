package org.meshgate.cli.worker.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A call that did not succeed. The message says why, in words for an operator and without a secret. */
public abstract sealed class WorkerApiException extends IOException {

    private static final long serialVersionUID = 1L;

    private WorkerApiException(String message) {
        super(message);
    }

    /** The server is away, overloaded or broken. The same call may succeed later. */
    public static final class Unavailable extends WorkerApiException {

        private static final long serialVersionUID = 1L;

        private final transient Optional<Duration> retryAfter;
        private final boolean broken;

        /** @param broken whether a connection existed and broke before an answer */
        Unavailable(String message, Optional<Duration> retryAfter, boolean broken) {
            super(message);
            this.retryAfter = retryAfter;
            this.broken = broken;
        }

        /** How long the server asks to wait. */
        public Optional<Duration> retryAfter() {
            return retryAfter;
        }

        /** Whether a connection existed and broke before an answer. */
        public boolean isBroken() {
            return broken;
        }
    }

    /** The server does not accept the token, or the token lacks the scope {@code worker} (401, 403). */
    public static final class TokenRefused extends WorkerApiException {

        private static final long serialVersionUID = 1L;

        TokenRefused(String message) {
            super(message);
        }
    }

    /** Another attempt holds the job, or it has ended. */
    public static final class LeaseLost extends WorkerApiException {

        private static final long serialVersionUID = 1L;

        LeaseLost(String message) {
            super(message);
        }
    }

    /** The server refuses the call; the same call will be refused again. */
    public static final class Refused extends WorkerApiException {

        private static final long serialVersionUID = 1L;

        private final boolean invalid;

        Refused(String message) {
            this(message, false);
        }

        /** @param invalid whether a value in the request breaks a rule (422) */
        Refused(String message, boolean invalid) {
            super(message);
            this.invalid = invalid;
        }

        /** Whether a value in the request breaks a rule. */
        boolean isInvalid() {
            return invalid;
        }
    }
}
