package org.meshgate.problem;

/** A registration, or the deletion of an administrator, on the data of 3DAIGC-API, whose accounts the indexes do not know yet. */
public final class AccountsNotIndexedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public AccountsNotIndexedException() {
        super(
                ProblemType.ACCOUNTS_NOT_INDEXED,
                "Accounts of another program in this Redis are not indexed yet. Try again in a moment.");
    }
}
