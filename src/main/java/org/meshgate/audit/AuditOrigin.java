package org.meshgate.audit;

/**
 * Who does something, and from where. What is not known is empty.
 *
 * @param userId who it is
 * @param tokenId by which token
 * @param address the client's
 * @param requestId as in the access log
 */
public record AuditOrigin(String userId, String tokenId, String address, String requestId) {

    /** Somebody with access to the machine, at its command line. */
    public static final AuditOrigin COMMAND_LINE = new AuditOrigin("cli", "", "", "");
}
