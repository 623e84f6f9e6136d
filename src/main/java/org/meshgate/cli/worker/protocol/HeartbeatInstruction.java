package org.meshgate.cli.worker.protocol;

/** What the server wants of a running job. */
public enum HeartbeatInstruction {
    CONTINUE,
    /** The owner cancelled the job. The worker has ten seconds. */
    CANCEL,
    /** The lease has ended: another worker may run the job, and no result of this attempt counts. */
    LOST;

    /** Unknown orders of later servers change nothing. */
    static HeartbeatInstruction of(String jsonName) {
        return switch (jsonName) {
            case "cancel" -> CANCEL;
            case "lost" -> LOST;
            default -> CONTINUE;
        };
    }
}
