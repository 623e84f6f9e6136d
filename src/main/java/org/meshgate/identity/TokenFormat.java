package org.meshgate.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.meshgate.runtime.Digests;

/**
 * The format of a token: {@code p3d_}, 43 base62 characters with 256 random bits, and the CRC-32 of the preceding
 * text as 6 base62 characters. Secret scanners match {@code p3d_[0-9A-Za-z]{49}}. The checksum rejects mistyped
 * tokens without a Redis lookup.
 */
public final class TokenFormat {

    /** Number of characters of a token that lists show. */
    static final int DISPLAY_LENGTH = 12;

    private static final int LEGACY_DISPLAY_LENGTH = 8;

    private static final Pattern LEGACY_FORMAT = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String PREFIX = "p3d_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECK_LENGTH = 6;
    private static final int LENGTH = PREFIX.length() + RANDOM_LENGTH + CHECK_LENGTH;

    private TokenFormat() {}

    /** Generates a token. */
    public static String generate(SecureRandom random) {
        StringBuilder text = new StringBuilder(LENGTH).append(PREFIX);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.append(checksum(text)).toString();
    }

    /** Whether the text has the format of a token with a valid checksum. */
    public static boolean wellFormed(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        int body = LENGTH - CHECK_LENGTH;
        return text.substring(body).contentEquals(checksum(text.substring(0, body)));
    }

    /** Whether the text has the format of a token issued by 3DAIGC-API: 43 base64url characters. */
    public static boolean isLegacy(String text) {
        return LEGACY_FORMAT.matcher(text).matches();
    }

    /** Whether the text has one of the two formats. Any other text is rejected without a Redis lookup. */
    public static boolean isPlausible(String text) {
        return wellFormed(text) || isLegacy(text);
    }

    /** The SHA-256 under which Redis stores the token, in lower-case hexadecimal. */
    public static String sha256(String token) {
        return HexFormat.of().formatHex(Digests.sha256(token.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * The prefix of a token that lists show, followed by three dots there. Legacy tokens keep the length of
     * 3DAIGC-API.
     */
    public static String displayPrefix(String token) {
        return token.substring(0, isLegacy(token) ? LEGACY_DISPLAY_LENGTH : DISPLAY_LENGTH);
    }

    private static StringBuilder checksum(CharSequence body) {
        CRC32 crc = new CRC32();
        crc.update(body.toString().getBytes(StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder(CHECK_LENGTH);
        for (long rest = crc.getValue(); digits.length() < CHECK_LENGTH; rest /= ALPHABET.length()) {
            digits.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
        }
        return digits.reverse();
    }
}
