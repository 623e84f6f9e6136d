package org.meshgate.files.link;

/** What a signed link turned out to be. */
public sealed interface LinkVerification {

    /**
     * It was made by this server for this path, and its time is not over.
     *
     * @param viewer to whom it was shown: a user id, or {@link LinkSigner#ANONYMOUS} on a server in simple mode
     */
    record Valid(String viewer) implements LinkVerification {}

    /** It was made by this server for this path; its time is over. */
    record Expired() implements LinkVerification {}

    /** It was altered, is incomplete, belongs to another path, or was made with another key. */
    record Invalid() implements LinkVerification {}
}
