package org.meshgate.problem;

/** A valid caller without the admin role on an administrators' route. */
public final class AdminRequiredException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public AdminRequiredException() {
        super(ProblemType.ADMIN_REQUIRED, "Admin access required");
    }
}
