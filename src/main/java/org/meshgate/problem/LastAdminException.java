package org.meshgate.problem;

/** A change that would leave the server without an administrator. */
public final class LastAdminException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public LastAdminException() {
        super(ProblemType.LAST_ADMIN, "This is the last administrator. Make another one first.");
    }
}
