package org.meshgate.auth;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Texts that others chose, for the value of a header: names of 3DAIGC-API have any characters, line ends among them. */
final class PercentEncoding {

    private static final int UNSIGNED = 0xFF;

    private PercentEncoding() {}

    /**
     * The text in UTF-8, with all but letters and digits of ASCII and {@code - . _ ~} as {@code %XX} (RFC 3986 section
     * 2.1). A program that does not decode it sees the names that can be registered today as they are.
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
