package org.meshgate.problem;

/** An e-mail address that another account has, without regard to case. */
public final class EmailTakenException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public EmailTakenException() {
        super(ProblemType.EMAIL_TAKEN, "This e-mail address is already registered.");
    }
}
