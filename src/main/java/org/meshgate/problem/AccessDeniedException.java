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
}
