package org.meshgate.identity.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.runtime.Digests;

/**
 * A password hash of 3DAIGC-API: {@code salt$hash}, the SHA-256 of the password followed by the salt in hexadecimal.
 * Replaced at the next login.
 * @param salt 32 hexadecimal digits
 * @param hash the 32 bytes
 */
public record LegacyPasswordHash(String salt, byte[] hash) {

    private static final Pattern FORMAT = Pattern.compile("([0-9a-f]{32})\\$([0-9a-f]{64})");

    /** Parses a stored hash; empty if it has another format. */
    public static Optional<LegacyPasswordHash> parse(String stored) {
        Matcher parts = FORMAT.matcher(stored);
        return parts.matches()
                ? Optional.of(
                        new LegacyPasswordHash(parts.group(1), HexFormat.of().parseHex(parts.group(2))))
                : Optional.empty();
    }

    /** Whether the password matches. Constant-time comparison. */
    boolean matches(String password) {
        byte[] computed = Digests.sha256((password + salt).getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(hash, computed);
    }

    @Override
    public String toString() {
        return "LegacyPasswordHash[]";
    }
}
