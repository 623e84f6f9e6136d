package org.meshgate.problem;

import java.util.Optional;

/**
 * An upload that never existed, has expired, was deleted or is missing on disk, or that the caller may not know of.
 */
public final class UploadNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Subject> subject;

    private UploadNotFoundException(Optional<Subject> subject) {
        super(ProblemType.FILE_NOT_FOUND, "File not found or expired");
        this.subject = subject;
    }

    /** For an upload that does not exist. */
    public UploadNotFoundException() {
        this(Optional.empty());
    }

    /** For another user's upload, with the same response as for one that does not exist. */
    public static UploadNotFoundException hidden(Subject upload) {
        return new UploadNotFoundException(Optional.of(upload));
    }

    @Override
    public Optional<Subject> refusedSubject() {
        return subject;
    }
}
