package org.meshgate.config.reader;

import java.util.List;

/**
 * A value that the operator set.
 *
 * @param definition which setting it is
 * @param items the value as written, or the items of a list
 * @param origin its source, for messages: file and line, an environment variable, an option
 */
record Setting(SettingDefinition definition, List<String> items, String origin) {

    String name() {
        return definition.name();
    }

    /**
     * The form that the converters of Quarkus read.
     *
     * @throws ConfigException when the value is invalid
     */
    String canonical() {
        try {
            return definition.canonical(items);
        } catch (IllegalArgumentException broken) {
            throw ConfigException.badValue(this, broken.getMessage());
        }
    }

    /** Omits the value, which can be a secret. */
    @Override
    public String toString() {
        return "Setting[" + name() + ", " + origin + "]";
    }
}
