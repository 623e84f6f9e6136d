package org.meshgate.cli.worker.run;

/** How a worker ended, with the exit code of the process. */
public enum WorkerExit {
    /** By a signal, or drained by an administrator. */
    STOPPED(0),
    /** The server refuses what the worker asks for. */
    REFUSED(1),
    /** The server refuses the token. */
    TOKEN_REFUSED(3);

    private final int code;

    WorkerExit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
