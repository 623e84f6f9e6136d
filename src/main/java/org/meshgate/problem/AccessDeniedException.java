package org.meshgate.problem;

import java.util.Optional;

/** The caller is authenticated, but may not access this. */
public final class AccessDeniedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Subject> subject;

    private AccessDeniedException(String detail, Optional<Subject> subject) {
        super(ProblemType.ACCESS_DENIED, detail);
        this.subject = subject;
    }

    /** For another user's job. */
    public static AccessDeniedException toJob(Subject job) {
        return new AccessDeniedException("Access denied to this job", Optional.of(job));
    }

    /** For a file of the server by path, which needs an administrator. */
    public static AccessDeniedException toPaths() {
        return new AccessDeniedException(
                "Only administrators may give a file by its path on the server.", Optional.empty());
    }

    /** For a file of the server by path, on a server without a folder for such files. */
    public static AccessDeniedException withoutInputs() {
        return new AccessDeniedException(
                "This server takes no files by path: storage.inputs is not set.", Optional.empty());
    }

    @Override
    public Optional<Subject> refusedSubject() {
        return subject;
    }
}
