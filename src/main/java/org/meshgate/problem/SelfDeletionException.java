package org.meshgate.problem;

/** An administrator who tries to delete their own account. */
public final class SelfDeletionException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public SelfDeletionException() {
        super(ProblemType.SELF_DELETION, "Cannot delete yourself");
    }
}
