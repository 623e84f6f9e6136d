package org.meshgate.problem;

/** A login with an unknown name or a wrong password: both say the same. */
public final class InvalidCredentialsException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public InvalidCredentialsException() {
        super(ProblemType.INVALID_CREDENTIALS, "Invalid username or password");
    }
}
