package org.meshgate.problem;

/** The caller is known, and may not see or change this. */
public final class AccessDeniedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private AccessDeniedException(String detail) {
        super(ProblemType.ACCESS_DENIED, detail);
    }

    /** Somebody else's job. */
    public static AccessDeniedException toJob() {
        return new AccessDeniedException("Access denied to this job");
    }

    /** A file of the server, which ordinary users cannot name. */
    public static AccessDeniedException toPaths() {
        return new AccessDeniedException("Only administrators may give a file by its path on the server.");
    }

    /** The same for everybody, on a server that has no folder for it. */
    public static AccessDeniedException withoutInputs() {
        return new AccessDeniedException("This server takes no files by path: storage.inputs is not set.");
    }
}
