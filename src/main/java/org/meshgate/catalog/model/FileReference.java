package org.meshgate.catalog.model;

/**
 * An unresolved file reference of a submission.
 *
 * @param inputKey key of the job's inputs for its path
 * @param kind of the file
 * @param source how the client refers to the file
 * @param field name of the field in the body, for messages
 * @param value of that field: a path, an id, or base64 with or without {@code data:…,}, which can be tens of
 *     megabytes; not checked but for being text that is not blank
 * @param label the name of its group, for the names of temporary files
 */
public record FileReference(String inputKey, FileKind kind, Source source, String field, String value, String label) {

    /** How a client refers to a file. */
    public enum Source {
        /** A path on the server. */
        PATH,
        /** Its content. */
        BASE64,
        /** The id of an upload. */
        ID
    }

    /** Omits the value, which may be large and confidential. */
    @Override
    public String toString() {
        return "FileReference[" + field + "]";
    }
}
