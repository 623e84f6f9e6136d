package org.meshgate.redis;

/** The data in Redis has a layout that this program does not support. The message is for the operator. */
public final class UnknownSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownSchemaException() {
        super("The data in this Redis belongs to a newer Meshgate: schema_version is not " + SchemaVersion.CURRENT
                + ". Use that program, or another Redis.");
    }
}
