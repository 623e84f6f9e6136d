package org.meshgate.problem;

/** An expired signed link. */
public final class LinkExpiredException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public LinkExpiredException() {
        super(ProblemType.LINK_EXPIRED, "This link has expired. Ask for the job again to get a new one.");
    }
}
