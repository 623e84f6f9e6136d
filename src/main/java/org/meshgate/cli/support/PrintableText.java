package org.meshgate.cli.support;

/** Makes untrusted text safe for a terminal: accounts of 3DAIGC-API have names with any characters. */
public final class PrintableText {

    private PrintableText() {}

    /** Replaces control, format and line separator characters by {@code ?}. */
    public static String text(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(PrintableText::harmless).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static int harmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '?';
            default -> codePoint;
        };
    }
}
