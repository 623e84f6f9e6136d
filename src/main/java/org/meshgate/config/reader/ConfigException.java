package org.meshgate.config.reader;

/** An invalid configuration. The message is one line with the setting, its origin and the reason. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line */
    public ConfigException(String message) {
        super(message);
    }

    /** For an invalid value. */
    static ConfigException badValue(Setting setting, String rule) {
        return new ConfigException(setting.name() + " (" + setting.origin() + ") " + rule);
    }
}
