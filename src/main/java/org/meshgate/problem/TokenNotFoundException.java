package org.meshgate.problem;

/** No token of the caller has this id, prefix or text. */
public final class TokenNotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public TokenNotFoundException() {
        super(ProblemType.TOKEN_NOT_FOUND, "Token not found");
    }
}
