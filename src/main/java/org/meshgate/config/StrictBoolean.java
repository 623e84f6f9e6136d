package org.meshgate.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * True or false, and nothing else. MicroProfile takes every word that it does not know for false, which would let a
 * typing mistake in {@code user_auth_enabled} open the server.
 */
public final class StrictBoolean implements Converter<Boolean> {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Boolean> WORDS = Map.of(
            "true", true, "yes", true, "on", true, "1", true, "false", false, "no", false, "off", false, "0", false);

    /** For the configuration library. */
    public StrictBoolean() {}

    /** The meaning of a word in any case, if it has one. */
    static Optional<Boolean> parse(String word) {
        return Optional.ofNullable(WORDS.get(word.strip().toLowerCase(Locale.ROOT)));
    }

    @Override
    public Boolean convert(String value) {
        return parse(value).orElseThrow(() -> new IllegalArgumentException("neither true nor false"));
    }
}
