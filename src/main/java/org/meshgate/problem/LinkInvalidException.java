package org.meshgate.problem;

/** A signed link that was altered, is incomplete or for another file, or whose user was deleted or disabled. */
public final class LinkInvalidException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public LinkInvalidException() {
        super(ProblemType.LINK_INVALID, "This link is not valid.");
    }
}
