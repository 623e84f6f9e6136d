package org.meshgate.config.converter;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The words for true and false in all settings. MicroProfile takes every word that it does not know for false, which would
 * let a typing mistake in {@code user_auth_enabled} open the server.
 */
public final class BooleanParser {

    private static final Map<String, Boolean> WORDS = Map.of(
            "true", true, "yes", true, "on", true, "1", true, "false", false, "no", false, "off", false, "0", false);

    private BooleanParser() {}

    /** Reads a word in any case; empty for anything else. */
    public static Optional<Boolean> parse(String text) {
        return Optional.ofNullable(WORDS.get(text.toLowerCase(Locale.ROOT)));
    }
}
