package org.meshgate.webhooks.network;

import java.time.Duration;
import java.util.Optional;
import org.meshgate.webhooks.network.SsrfGuard.Verdict.Refused;

/** What came of one request to an endpoint. */
public sealed interface SendResult {

    /**
     * The server answered, with any status from 200 on; a redirect (3xx) was not followed.
     *
     * @param retryAfter what {@code Retry-After} says, at most a day
     */
    record Answered(int status, Optional<Duration> retryAfter) implements SendResult {}

    /**
     * There was no answer.
     *
     * @param detail a phrase for the owner of the endpoint, without an address
     */
    record Failed(FailureKind kind, String detail) implements SendResult {

        /** The result for a URL that the guard refuses. */
        public static Failed of(Refused<?> refused) {
            return new Failed(FailureKind.REFUSED, "the URL " + refused.reason());
        }
    }

    /** Why there was no answer. */
    enum FailureKind {
        /** The guard refuses the address; nothing was sent. */
        REFUSED,
        /** The name has no address. */
        UNRESOLVED,
        /** No connection was made, or it broke. */
        CONNECTION,
        /** The TLS handshake failed, or the certificate is not valid for the name. */
        TLS,
        /** The deadline passed. */
        TIMEOUT,
        /** The answer is no HTTP/1.1, or its headers are too large. */
        PROTOCOL,
        /** This program has too many requests open; the endpoint was not tried. */
        BUSY,
        /** This program stops. */
        STOPPED;

        /** Whether the endpoint had its try; otherwise the attempt does not count. */
        public boolean counts() {
            return this != BUSY && this != STOPPED;
        }
    }
}
