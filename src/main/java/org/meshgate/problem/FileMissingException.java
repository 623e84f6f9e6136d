package org.meshgate.problem;

/** A file that a job names, and that is not there (any more). */
public final class FileMissingException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public FileMissingException() {
        super(ProblemType.FILE_NOT_FOUND, "The file is no longer on the server.");
    }
}
