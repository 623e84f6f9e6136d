package org.meshgate.problem;

/** A registration on a server that takes none. */
public final class RegistrationClosedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public RegistrationClosedException() {
        super(
                ProblemType.REGISTRATION_CLOSED,
                "Registration is closed on this server. Ask an administrator for an account.");
    }
}
