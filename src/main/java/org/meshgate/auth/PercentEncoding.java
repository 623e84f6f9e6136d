package org.meshgate.auth;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Percent-encodes text for a header value: usernames of 3DAIGC-API may hold any characters, line breaks among them. */
final class PercentEncoding {

    private static final int UNSIGNED = 0xFF;

    private PercentEncoding() {}

    /**
     * Encodes the text as UTF-8, with every byte except ASCII letters, digits and {@code - . _ ~} as {@code %XX} (RFC
     * 3986 section 2.1). Usernames that can be registered today need no encoding.
     */
    static String of(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", octet & UNSIGNED));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(byte octet) {
        return octet >= 'a' && octet <= 'z'
                || octet >= 'A' && octet <= 'Z'
                || octet >= '0' && octet <= '9'
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }
}
