package org.meshgate.problem;

/** A token that is malformed, unknown or revoked, or whose account is disabled: from outside they look the same. */
public final class InvalidTokenException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public InvalidTokenException() {
        super(ProblemType.INVALID_TOKEN, "Invalid token");
    }
}
