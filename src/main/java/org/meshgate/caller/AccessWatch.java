package org.meshgate.caller;

/** Watches for the end of the caller's access, for long-running responses. */
@FunctionalInterface
public interface AccessWatch {

    /** For callers whose access does not end. */
    AccessWatch NONE = lost -> () -> {};

    /**
     * Starts watching.
     *
     * @param lost is run at most once, on any thread, within a second after access has ended
     * @return to be run when the response has ended
     */
    Runnable begin(Runnable lost);
}
