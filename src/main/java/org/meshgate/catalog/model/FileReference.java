package org.meshgate.catalog.model;

/**
 * A file that a client gave with a submission, not looked at yet.
 *
 * @param inputKey the key of the job's inputs that gets its path
 * @param kind what it must be
 * @param source how it was given
 * @param field the body's field that gave it, for messages
 * @param value what that field has: a path, an id, or base64 with or without {@code data:…,}, which can be tens of
 *     megabytes; not checked but for being text that is not blank
 * @param label the name of its group, for the names of temporary files
 */
public record FileReference(String inputKey, FileKind kind, Source source, String field, String value, String label) {

    /** How a file can be given. */
    public enum Source {
        /** A path on the server. */
        PATH,
        /** Its content. */
        BASE64,
        /** The id of an upload. */
        ID
    }

    /** Without the value, which may be large, and is nobody else's business. */
    @Override
    public String toString() {
        return "FileReference[" + field + "]";
    }
}
