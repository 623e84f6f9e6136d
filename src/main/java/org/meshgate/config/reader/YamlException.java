package org.meshgate.config.reader;

/** A file that is not valid YAML for Meshgate. The message is one line with file and, where known, line. */
public final class YamlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    YamlException(String message) {
        super(message);
    }
}
