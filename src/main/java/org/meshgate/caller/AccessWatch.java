package org.meshgate.caller;

import io.smallrye.mutiny.Uni;

/** Watches for the end of the caller's access, for long-running responses. */
public interface AccessWatch {

    /** For callers whose access does not end. */
    AccessWatch NONE = new AccessWatch() {
        @Override
        public Runnable begin(Runnable lost) {
            return () -> {};
        }

        @Override
        public Uni<Boolean> admitted() {
            return Uni.createFrom().item(true);
        }
    };

    /**
     * Starts watching.
     *
     * @param lost is run at most once, on any thread, within a second after access has ended
     * @return to be run when the response has ended
     */
    Runnable begin(Runnable lost);

    /** Whether the caller has access now; fails when that cannot be determined. */
    Uni<Boolean> admitted();
}
