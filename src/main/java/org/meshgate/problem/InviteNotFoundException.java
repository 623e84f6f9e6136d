package org.meshgate.problem;

/** An invitation to withdraw that there is not. */
public final class InviteNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public InviteNotFoundException() {
        super(ProblemType.INVITE_NOT_FOUND, "Invitation not found");
    }
}
