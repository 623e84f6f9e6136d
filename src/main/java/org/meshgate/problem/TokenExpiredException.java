package org.meshgate.problem;

/** A known token past its expiry. */
public final class TokenExpiredException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public TokenExpiredException() {
        super(ProblemType.TOKEN_EXPIRED, "Token has expired");
    }
}
