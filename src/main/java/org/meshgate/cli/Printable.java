package org.meshgate.cli;

/** Texts that others chose, for a terminal: accounts of 3DAIGC-API have names of any characters. */
final class Printable {

    private Printable() {}

    /** The text in one line, without characters that steer a terminal or turn its writing around. */
    static String text(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(Printable::harmless).forEach(clean::appendCodePoint);
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
