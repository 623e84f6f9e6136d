package org.meshgate.problem;

/** No user has this id. */
public final class UserNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public UserNotFoundException() {
        super(ProblemType.USER_NOT_FOUND, "User not found");
    }
}
