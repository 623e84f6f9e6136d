package org.meshgate.problem;

import java.util.Optional;

/** The caller is known, and may not see or change this. */
public final class AccessDeniedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Subject> subject;

    private AccessDeniedException(String detail, Optional<Subject> subject) {
        super(ProblemType.ACCESS_DENIED, detail);
        this.subject = subject;
    }

    /** Somebody else's job. */
    public static AccessDeniedException toJob(Subject job) {
        return new AccessDeniedException("Access denied to this job", Optional.of(job));
    }

    /** A file of the server, which ordinary users cannot name. */
    public static AccessDeniedException toPaths() {
        return new AccessDeniedException(
                "Only administrators may give a file by its path on the server.", Optional.empty());
    }

    /** The same for everybody, on a server that has no folder for it. */
    public static AccessDeniedException withoutInputs() {
        return new AccessDeniedException(
                "This server takes no files by path: storage.inputs is not set.", Optional.empty());
    }

    @Override
    public Optional<Subject> refusedSubject() {
        return subject;
    }
}
