package org.meshgate.audit;

/**
 * The origin of an action. Unknown values are empty.
 *
 * @param userId id of the acting user
 * @param tokenId id of the token used
 * @param address address of the client
 * @param requestId id of the request, as in the access log
 */
public record AuditOrigin(String userId, String tokenId, String address, String requestId) {

    /** An operator on the command line. */
    public static final AuditOrigin COMMAND_LINE = new AuditOrigin("cli", "", "", "");

    /** The server itself, without a request. */
    public static final AuditOrigin SERVER = new AuditOrigin("", "", "", "");
}
