package org.meshgate.cli.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A call that did not succeed. The message says why, in words for people and without a secret. */
public abstract class ApiException extends IOException {

    private static final long serialVersionUID = 1L;

    protected ApiException(String message) {
        super(message);
    }

    /** The server is away, overloaded or broken. The same call may succeed later. */
    public static final class Unavailable extends ApiException {

        private static final long serialVersionUID = 1L;

        private final transient Optional<Duration> retryAfter;
        private final Kind kind;

        /** What is wrong. */
        public enum Kind {
            /** There is no connection. */
            UNREACHABLE,
            /** A connection existed and broke before an answer. */
            BROKEN,
            /** The server answers that it cannot do it now. */
            BUSY,
            /** What answers may be no Meshgate. */
            STRANGE
        }

        public Unavailable(String message, Optional<Duration> retryAfter, Kind kind) {
            super(message);
            this.retryAfter = retryAfter;
            this.kind = kind;
        }

        /** How long the server asks to wait. */
        public Optional<Duration> retryAfter() {
            return retryAfter;
        }

        /** What is wrong. */
        public Kind kind() {
            return kind;
        }

        /** Whether a connection existed and broke before an answer. */
        public boolean isBroken() {
            return kind == Kind.BROKEN;
        }
    }

    /** The server does not accept the token, or the token lacks a scope (401, 403). */
    public static final class TokenRefused extends ApiException {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        TokenRefused(String message, Problem problem) {
            super(message);
            this.problem = problem;
        }

        /** What the server says. */
        public Problem problem() {
            return problem;
        }
    }

    /** The server refuses the call; the same call will be refused again. */
    public static final class Refused extends ApiException {

        private static final long serialVersionUID = 1L;

        private static final int UNPROCESSABLE = 422;

        private final int status;
        private final transient Problem problem;

        Refused(String message, int status, Problem problem) {
            super(message);
            this.status = status;
            this.problem = problem;
        }

        /** A refusal by this program: what the server says cannot be used. */
        public Refused(String message) {
            this(message, 0, new Problem("", "", List.of()));
        }

        /** The status of the answer; 0 where there is none. */
        public int status() {
            return status;
        }

        /** What the server says. */
        public Problem problem() {
            return problem;
        }

        /** Whether a value in the request breaks a rule. */
        public boolean isInvalid() {
            return status == UNPROCESSABLE;
        }
    }
}
