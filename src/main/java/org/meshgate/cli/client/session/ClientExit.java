package org.meshgate.cli.client.session;

/** The exit codes of the commands for users. */
public enum ClientExit {
    /** Done; where a job is waited for, it completed. */
    DONE(0),
    /** Refused or failed. */
    FAILED(1),
    /** There is no token, or the server does not accept it or the password. */
    TOKEN_REFUSED(3),
    /** The job that was waited for failed. */
    JOB_FAILED(4),
    /** The job that was waited for was cancelled. */
    JOB_CANCELLED(5),
    /** The server cannot be reached, or is overloaded. */
    UNAVAILABLE(6);

    /** For the help of commands that wait for no job. */
    public static final String CODES =
            "Exit code 0: done; 1: refused or failed; 2: wrong usage; 3: there is no token, or it"
                    + " is refused; 6: the server cannot be reached.";

    /** For the help of commands that wait for a job. */
    public static final String WAITING_CODES =
            "Exit code 0: done, the job completed; 1: refused or failed; 2: wrong usage; 3: there is no token, or it is"
                    + " refused; 4: the job failed; 5: the job was cancelled; 6: the server cannot be reached; 130: Ctrl-C.";

    private final int code;

    ClientExit(int code) {
        this.code = code;
    }

    /** The exit code of the process. */
    public int code() {
        return code;
    }
}
