package org.meshgate.config;

/**
 * One value that somebody set.
 *
 * @param name as in {@code config.yaml}, with dots
 * @param value as text; lists separated by commas
 * @param origin where it was found, for messages: a file, an environment variable, an option
 */
public record Setting(String name, String value, String origin) {

    /** Without the value, which can be a secret. */
    @Override
    public String toString() {
        return "Setting[" + name + ", " + origin + "]";
    }
}
