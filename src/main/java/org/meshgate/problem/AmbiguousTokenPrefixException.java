package org.meshgate.problem;

/** A token prefix that fits more than one token of the caller. */
public final class AmbiguousTokenPrefixException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public AmbiguousTokenPrefixException() {
        super(ProblemType.AMBIGUOUS_TOKEN_PREFIX, "Several of your tokens begin with this prefix. Use the token's id.");
    }
}
