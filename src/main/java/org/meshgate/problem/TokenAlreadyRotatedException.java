package org.meshgate.problem;

/** A token that was rotated before and lives on for its grace time only. */
public final class TokenAlreadyRotatedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** @param successorId the public id of the token in its place */
    public TokenAlreadyRotatedException(String successorId) {
        super(
                ProblemType.TOKEN_ALREADY_ROTATED,
                "This token was rotated already, " + successorId
                        + " is in its place. Rotate that one, or make a new one.");
    }
}
