package org.meshgate.problem;

/** A request for a host that {@code server.allowed_hosts} does not name (RFC 9110 section 15.5.20). */
public final class MisdirectedRequestException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public MisdirectedRequestException() {
        super(
                ProblemType.MISDIRECTED_REQUEST,
                "This server does not answer for this host. An administrator can add it to server.allowed_hosts.");
    }
}
