package org.meshgate.problem;

/** A username that another account has, without regard to case. */
public final class UsernameTakenException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public UsernameTakenException() {
        super(ProblemType.USERNAME_TAKEN, "This username is already taken.");
    }
}
