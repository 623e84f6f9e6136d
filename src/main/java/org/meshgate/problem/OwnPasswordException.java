package org.meshgate.problem;

/** A reset of the own password, for which the old one is needed. */
public final class OwnPasswordException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public OwnPasswordException() {
        super(ProblemType.OWN_PASSWORD, "Change your own password with PUT /api/v1/users/me/password.");
    }
}
