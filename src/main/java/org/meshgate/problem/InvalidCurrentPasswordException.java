package org.meshgate.problem;

/** A change that asks for the current password got a wrong one. */
public final class InvalidCurrentPasswordException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public InvalidCurrentPasswordException() {
        super(ProblemType.INVALID_CURRENT_PASSWORD, "Invalid current password");
    }
}
