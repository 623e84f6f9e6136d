package org.meshgate.files.link;

/** The result of verifying a signed link. */
public sealed interface LinkVerification {

    /**
     * Signed with the server's key for this path, and not expired.
     *
     * @param viewer the user id that the link was issued to, or {@link LinkSigner#ANONYMOUS} in simple mode
     */
    record Valid(String viewer) implements LinkVerification {}

    /** Signed with the server's key for this path, but expired. */
    record Expired() implements LinkVerification {}

    /** Altered, incomplete, for another path, or signed with another key. */
    record Invalid() implements LinkVerification {}
}
