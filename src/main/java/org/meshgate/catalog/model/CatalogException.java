package org.meshgate.catalog.model;

/** A catalog file that the program cannot work with. The message says which file, which line if known, and why. */
public final class CatalogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line */
    public CatalogException(String message) {
        super(message);
    }
}
