package org.meshgate.problem;

import java.util.Optional;

/**
 * An upload that never was, has expired, was deleted, or is not on the disk any more; or of which the caller may not know.
 */
public final class UploadNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Subject> subject;

    private UploadNotFoundException(Optional<Subject> subject) {
        super(ProblemType.FILE_NOT_FOUND, "File not found or expired");
        this.subject = subject;
    }

    /** There is none. */
    public UploadNotFoundException() {
        this(Optional.empty());
    }

    /** Somebody else's, which looks to the client as if it were not there. */
    public static UploadNotFoundException hidden(Subject upload) {
        return new UploadNotFoundException(Optional.of(upload));
    }

    @Override
    public Optional<Subject> refusedSubject() {
        return subject;
    }
}
