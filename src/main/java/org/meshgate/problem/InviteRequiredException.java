package org.meshgate.problem;

/** A registration without an invitation, or with one that is not good (any more). */
public final class InviteRequiredException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public InviteRequiredException() {
        super(
                ProblemType.INVITE_REQUIRED,
                "Registration needs an invitation: an invite_code that is unused, not expired, and for this e-mail address.");
    }
}
