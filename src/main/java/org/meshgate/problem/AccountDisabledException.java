package org.meshgate.problem;

/** A login with the right password to a disabled account; never told before the password was right. */
public final class AccountDisabledException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public AccountDisabledException() {
        super(ProblemType.ACCOUNT_DISABLED, "This account is disabled. Ask an administrator.");
    }
}
