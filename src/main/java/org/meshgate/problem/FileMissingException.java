package org.meshgate.problem;

import java.util.Optional;

/** A file that does not exist, or that the caller may not know of. */
public final class FileMissingException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Subject> subject;

    private FileMissingException(String detail, Optional<Subject> subject) {
        super(ProblemType.FILE_NOT_FOUND, detail);
        this.subject = subject;
    }

    /** For a deleted file that a job names. */
    public FileMissingException() {
        this("The file is no longer on the server.", Optional.empty());
    }

    /**
     * For a file that the job does not name.
     *
     * @param what such as {@code thumbnail}
     */
    public static FileMissingException never(String what) {
        return new FileMissingException("This job has no " + what + ".", Optional.empty());
    }

    /** For an upload that never existed, has expired, was deleted or is missing on disk. */
    public static FileMissingException upload() {
        return upload(Optional.empty());
    }

    /** For another user's upload, with the same response as for one that does not exist. */
    public static FileMissingException hiddenUpload(Subject upload) {
        return upload(Optional.of(upload));
    }

    private static FileMissingException upload(Optional<Subject> hidden) {
        return new FileMissingException("File not found or expired", hidden);
    }

    @Override
    public Optional<Subject> refusedSubject() {
        return subject;
    }
}
