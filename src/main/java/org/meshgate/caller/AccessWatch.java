package org.meshgate.caller;

/** Watches whether the caller of a request would still be admitted, for answers that go on for long. */
@FunctionalInterface
public interface AccessWatch {

    /** For callers whose access does not end. */
    AccessWatch NONE = lost -> () -> {};

    /**
     * Begins to watch.
     *
     * @param lost is run within a second after the access has ended; on any thread, and once at most
     * @return to be run when the answer has ended
     */
    Runnable begin(Runnable lost);
}
