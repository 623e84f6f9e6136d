package org.meshgate.problem;

/** The server has no room for a file. */
public final class DiskFullException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public DiskFullException() {
        super(ProblemType.DISK_FULL, "The server has no room for this file. Try again later, or tell its operator.");
    }
}
