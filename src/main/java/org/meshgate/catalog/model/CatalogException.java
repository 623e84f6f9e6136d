package org.meshgate.catalog.model;

/** An invalid catalog file. The message names the file, the line if known, and the reason. */
public final class CatalogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line */
    public CatalogException(String message) {
        super(message);
    }
}
