package org.meshgate.problem;

/** A file of a job that does not exist: it was deleted, or the job never had it. */
public final class FileMissingException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** For a deleted file that the job names. */
    public FileMissingException() {
        this("The file is no longer on the server.");
    }

    private FileMissingException(String detail) {
        super(ProblemType.FILE_NOT_FOUND, detail);
    }

    /**
     * For a file that the job does not name.
     *
     * @param what such as {@code thumbnail}
     */
    public static FileMissingException never(String what) {
        return new FileMissingException("This job has no " + what + ".");
    }
}
