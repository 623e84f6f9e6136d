package org.meshgate.identity.code;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.TokenFormat;

/**
 * The single-use code of a link with which a user sets a new password. A user has one at most. The plain text begins with
 * {@code p3r_} and the digits of the user id, so that the code is found without an index. It is never stored.
 *
 * @param userId the account that the code is for, which need not exist
 * @param sha256 SHA-256 of the plain text, lower-case hexadecimal
 */
public record ResetCode(String userId, String sha256) {

    /** Prefix of every code, for users and secret scanners. */
    private static final String PREFIX = "p3r_";

    private static final Pattern FORMAT = Pattern.compile(PREFIX + "([0-9a-f]{16})[A-Za-z0-9_-]{24}");

    /** Generates the plain text of a code for an account. */
    public static String generate(String userId, SecureRandom random) {
        return OneTimeCode.generate(PREFIX + userId.substring(IdentityKeys.USER_ID_PREFIX.length()), random);
    }

    /** Reads the plain text of a code; empty for any other text. */
    public static Optional<ResetCode> parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ResetCode(IdentityKeys.USER_ID_PREFIX + matcher.group(1), TokenFormat.sha256(text)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "ResetCode[" + userId + "]";
    }
}
