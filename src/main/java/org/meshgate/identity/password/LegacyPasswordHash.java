package org.meshgate.identity.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password hash of 3DAIGC-API: {@code salt$hash}, where the hash is the SHA-256 of the password followed by the text of
 * the salt. Good for one login, which replaces it.
 *
 * @param salt 32 hexadecimal digits
 * @param hash the 32 bytes
 */
public record LegacyPasswordHash(String salt, byte[] hash) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{32})\\$([0-9a-f]{64})");

    /** Reads what stands in a user's record; nothing when it has another form. */
    public static Optional<LegacyPasswordHash> parse(String stored) {
        Matcher parts = FORM.matcher(stored);
        return parts.matches()
                ? Optional.of(
                        new LegacyPasswordHash(parts.group(1), HexFormat.of().parseHex(parts.group(2))))
                : Optional.empty();
    }

    /** Whether it was made of this password; takes the same time whatever the answer. */
    boolean matches(String password) {
        try {
            byte[] computed =
                    MessageDigest.getInstance("SHA-256").digest((password + salt).getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, computed);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "LegacyPasswordHash[]";
    }
}
