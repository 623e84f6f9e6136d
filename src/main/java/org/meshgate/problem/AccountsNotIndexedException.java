package org.meshgate.problem;

/** A registration on the data of 3DAIGC-API, whose accounts the indexes do not know yet. */
public final class AccountsNotIndexedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public AccountsNotIndexedException() {
        super(
                ProblemType.ACCOUNTS_NOT_INDEXED,
                "This Redis has accounts of another program that are not indexed yet. No new ones until they are.");
    }
}
