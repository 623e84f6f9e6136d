package org.meshgate.config.reader;

/**
 * Detects text that the Java platform could not decode. It decodes arguments, environment variables and the terminal
 * by the locale, and substitutes U+FFFD for each byte that the locale's charset does not have: in the {@code C} locale
 * for all but ASCII.
 */
public final class EncodingCheck {

    private static final char REPLACEMENT = '\uFFFD';

    private EncodingCheck() {}

    /** Whether characters of the text were lost when it was decoded. */
    public static boolean failed(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }
}
