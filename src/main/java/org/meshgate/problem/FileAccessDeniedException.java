package org.meshgate.problem;

import java.util.Optional;

/** A file of another user, or one outside the folders from which files are served. */
public final class FileAccessDeniedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Subject> subject;

    private FileAccessDeniedException(Optional<Subject> subject) {
        super(ProblemType.FILE_ACCESS_DENIED, "Access denied to this file");
        this.subject = subject;
    }

    /** For a file outside those folders. */
    public FileAccessDeniedException() {
        this(Optional.empty());
    }

    /** For another user's upload. */
    public static FileAccessDeniedException toUpload(Subject upload) {
        return new FileAccessDeniedException(Optional.of(upload));
    }

    @Override
    public Optional<Subject> refusedSubject() {
        return subject;
    }
}
