package org.meshgate.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of a token: {@code p3d_}, 43 base62 characters with 256 random bits, and 6 base62 characters with the CRC-32
 * of all that stands before. Secret scanners match {@code p3d_[0-9A-Za-z]{49}}, and a mistyped token is told without
 * asking Redis.
 */
public final class TokenFormat {

    /** How many characters of a token are shown in lists. */
    static final int DISPLAY_LENGTH = 12;

    private static final int OLD_DISPLAY_LENGTH = 8;

    private static final Pattern OLD_FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String MARK = "p3d_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECK_LENGTH = 6;
    private static final int LENGTH = MARK.length() + RANDOM_LENGTH + CHECK_LENGTH;

    private TokenFormat() {}

    /** A new token. */
    public static String generate(SecureRandom random) {
        StringBuilder text = new StringBuilder(LENGTH).append(MARK);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.append(checksum(text)).toString();
    }

    /** Whether a text has the form of a token and its checksum is right. */
    public static boolean wellFormed(String text) {
        if (text.length() != LENGTH || !text.startsWith(MARK)) {
            return false;
        }
        for (int i = MARK.length(); i < LENGTH; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        int body = LENGTH - CHECK_LENGTH;
        return text.substring(body).contentEquals(checksum(text.substring(0, body)));
    }

    /** Whether a text has the form of a token that 3DAIGC-API made: 43 characters of base64url. */
    public static boolean isOld(String text) {
        return OLD_FORM.matcher(text).matches();
    }

    /** Whether a text has one of the two forms: every other one is refused without a look at Redis. */
    public static boolean possible(String text) {
        return wellFormed(text) || isOld(text);
    }

    /** The SHA-256 by which a token stands in Redis, lower-case hexadecimal. */
    public static String sha256(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What lists show of a token, followed there by three dots: of an old one as much as 3DAIGC-API showed. */
    public static String displayPrefix(String token) {
        return token.substring(0, isOld(token) ? OLD_DISPLAY_LENGTH : DISPLAY_LENGTH);
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
