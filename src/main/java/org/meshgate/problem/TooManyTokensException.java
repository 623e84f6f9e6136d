package org.meshgate.problem;

/** A user who has as many API tokens as the operator allows. */
public final class TooManyTokensException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** @param most how many a user may have */
    public TooManyTokensException(int most) {
        super(
                ProblemType.TOO_MANY_TOKENS,
                "You have as many API tokens as this server allows (" + most + "). Revoke one that you do not need.");
    }
}
