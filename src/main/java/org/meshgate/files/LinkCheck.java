package org.meshgate.files;

/** What a signed link turned out to be. */
public sealed interface LinkCheck {

    /**
     * It was made by this server for this path, and its time is not over.
     *
     * @param viewer to whom it was shown: a user id, or {@link LinkSigner#NOBODY} on a server in simple mode
     */
    record Valid(String viewer) implements LinkCheck {}

    /** It was made by this server for this path; its time is over. */
    record Expired() implements LinkCheck {}

    /** It was altered, is incomplete, belongs to another path, or was made with another key. */
    record Invalid() implements LinkCheck {}
}
