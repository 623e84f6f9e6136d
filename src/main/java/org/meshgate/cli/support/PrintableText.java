package org.meshgate.cli.support;

/** Texts that others chose, for a terminal: accounts of 3DAIGC-API have names of any characters. */
public final class PrintableText {

    private PrintableText() {}

    /** The text in one line, without characters that steer a terminal or turn its writing around. */
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
