package org.meshgate.problem;

import java.util.Optional;

/** A file that is somebody else's, or that lies outside of the folders from which files are served. */
public final class FileAccessDeniedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Subject> subject;

    private FileAccessDeniedException(Optional<Subject> subject) {
        super(ProblemType.FILE_ACCESS_DENIED, "Access denied to this file");
        this.subject = subject;
    }

    /** A file outside of the folders. */
    public FileAccessDeniedException() {
        this(Optional.empty());
    }

    /** Somebody else's upload. */
    public static FileAccessDeniedException toUpload(Subject upload) {
        return new FileAccessDeniedException(Optional.of(upload));
    }

    @Override
    public Optional<Subject> refusedSubject() {
        return subject;
    }
}
