package org.meshgate.config.converter;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Parses booleans in settings strictly. MicroProfile reads every unknown word as false, so that a typing mistake in
 * {@code user_auth_enabled} would open the server.
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
