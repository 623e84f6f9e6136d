package org.meshgate.cli.worker.run;

/** Why a job is stopped before its end. */
enum StopReason {
    /** By its owner. */
    CANCELLED,
    /** The server gave the job to another worker, or it has ended. */
    LOST,
    /** The worker stops and has given the job back. */
    RELEASED,
    /** The server accepts the token no longer. */
    TOKEN_REFUSED
}
