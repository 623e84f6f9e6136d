package org.meshgate.worker;

import org.meshgate.http.SecretRedactor;

/** Cleans text of workers for the owner of a job, before it is stored. */
final class WorkerText {

    private static final char REPLACEMENT = 0xFFFD;

    private WorkerText() {}

    /**
     * The text without secrets, in one line: line breaks and tabs become spaces, other control characters and
     * directional formatting characters (Unicode TR 9) become U+FFFD.
     */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(SecretRedactor.redact(text));
        for (int i = 0; i < clean.length(); i++) {
            clean.setCharAt(i, replaced(clean.charAt(i)));
        }
        return clean.toString();
    }

    /** The text without secrets, with its lines. */
    static String withoutSecrets(String text) {
        return SecretRedactor.redact(text);
    }

    private static char replaced(char c) {
        if (c >= '\t' && c <= '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
            return ' ';
        }
        boolean directional =
                c == 0x061c || c == 0x200e || c == 0x200f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
        return directional || Character.isISOControl(c) ? REPLACEMENT : c;
    }
}
