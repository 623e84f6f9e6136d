package org.meshgate.problem;

import java.util.Optional;

/** The caller is authenticated, but may not access this job or file. */
public final class AccessDeniedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Subject> subject;

    private AccessDeniedException(ProblemType type, String detail, Optional<Subject> subject) {
        super(type, detail);
        this.subject = subject;
    }

    /** For another user's job. */
    public static AccessDeniedException toJob(Subject job) {
        return new AccessDeniedException(ProblemType.ACCESS_DENIED, "Access denied to this job", Optional.of(job));
    }

    /** For another user's upload. */
    public static AccessDeniedException toUpload(Subject upload) {
        return new AccessDeniedException(
                ProblemType.FILE_ACCESS_DENIED, ProblemType.FILE_ACCESS_DENIED.detail(), Optional.of(upload));
    }

    /** For a file of the server by path, which needs an administrator. */
    public static AccessDeniedException toPaths() {
        return new AccessDeniedException(
                ProblemType.ACCESS_DENIED,
                "Only administrators may give a file by its path on the server.",
                Optional.empty());
    }

    /** For a file of the server by path, on a server without a folder for such files. */
    public static AccessDeniedException withoutInputs() {
        return new AccessDeniedException(
                ProblemType.ACCESS_DENIED,
                "This server takes no files by path: storage.inputs is not set.",
                Optional.empty());
    }

    @Override
    public Optional<Subject> refusedSubject() {
        return subject;
    }
}
