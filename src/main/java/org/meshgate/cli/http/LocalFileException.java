package org.meshgate.cli.http;

import java.io.IOException;

/** A file of this machine cannot be written; the server is not to blame. */
public final class LocalFileException extends IOException {

    private static final long serialVersionUID = 1L;

    public LocalFileException(IOException cause) {
        super(cause);
    }

    /** What the file system says. */
    public IOException reason() {
        return (IOException) getCause();
    }
}
