package org.meshgate.http.logging;

import java.util.HexFormat;
import org.meshgate.http.SecretRedactor;

/** Sanitizes text for a log line: escapes control characters, redacts tokens and invitation codes. */
final class LogSanitizer {

    private LogSanitizer() {}

    /** Whether nothing has to be escaped; true for most texts, which are not copied. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isUnsafe(c) || c == '_' && SecretRedactor.endsMark(text, i)) {
                return false;
            }
        }
        return true;
    }

    /** Redacts secrets and escapes control characters, Unicode line breaks and bidirectional controls. */
    static String of(String unsafe) {
        String text = SecretRedactor.redact(unsafe);
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUnsafe(c)) {
                safe.append(c);
                continue;
            }
            switch (c) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> safe.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        return safe.toString();
    }

    private static boolean isUnsafe(char c) {
        return Character.isISOControl(c)
                || c >= 0x2028 && c <= 0x202e // line and paragraph separator, directions
                || c >= 0x2066 && c <= 0x2069;
    }
}
