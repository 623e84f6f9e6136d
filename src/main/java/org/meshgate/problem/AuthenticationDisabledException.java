package org.meshgate.problem;

/** A user route on a server in simple mode. */
public final class AuthenticationDisabledException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public AuthenticationDisabledException() {
        super(ProblemType.AUTHENTICATION_DISABLED, "User authentication is disabled on this server.");
    }
}
