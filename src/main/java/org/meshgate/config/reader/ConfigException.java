package org.meshgate.config.reader;

/** A configuration that the program cannot start with. The message is one line that says what, where and why. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line */
    public ConfigException(String message) {
        super(message);
    }

    /** A value that breaks its rule. */
    static ConfigException badValue(Setting setting, String rule) {
        return new ConfigException(setting.name() + " (" + setting.origin() + ") " + rule);
    }
}
