package org.meshgate.accounts.validation;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rules for usernames, e-mail addresses and passwords. Each method returns the violation, or empty if the value is
 * valid.
 */
public final class AccountRules {

    /** The maximum length of a password; OWASP ASVS 5.0, 6.2.9 requires at least 64 to be allowed. */
    private static final int MAX_PASSWORD_LENGTH = 256;

    /** RFC 5321 section 4.5.3.1.3, less the angle brackets. */
    private static final int MAX_EMAIL_LENGTH = 254;

    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._-]{3,64}");

    /** Matches passwords that consist of names of this service, digits and punctuation only. */
    private static final Pattern SERVICE_NAMES = Pattern.compile(
            "[^\\p{L}]*(?:(?:meshgate|3?daigc|open3dstudio|opennexus3dstudio|studio|admin|api)[^\\p{L}]*)+");

    /**
     * The pattern of the HTML Standard, section "Email state", which browsers apply; but the domain must have a dot,
     * because this server cannot reach addresses on a local host.
     */
    private static final Pattern EMAIL = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
            + "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");

    private AccountRules() {}

    /** Validates a username. */
    public static Optional<String> username(String username) {
        if (username == null) {
            return required();
        }
        return violationUnless(USERNAME.matcher(username).matches(), "must be 3 to 64 characters of A-Z a-z 0-9 . _ -");
    }

    /** Validates an e-mail address. */
    public static Optional<String> email(String email) {
        if (email == null) {
            return required();
        }
        return violationUnless(
                email.length() <= MAX_EMAIL_LENGTH && EMAIL.matcher(email).matches(), "must be an e-mail address");
    }

    /**
     * Validates a new password.
     *
     * @param minLength minimum length in Unicode code points
     * @param username the password must differ from it, ignoring case and Unicode normalization
     * @param email the password must differ from it likewise
     */
    public static Optional<String> password(String password, int minLength, String username, String email) {
        if (password == null) {
            return required();
        }
        int length = password.codePointCount(0, password.length());
        if (length < minLength || length > MAX_PASSWORD_LENGTH) {
            return Optional.of("must be " + minLength + " to " + MAX_PASSWORD_LENGTH + " characters");
        }
        if (password.codePoints().anyMatch(AccountRules::isSurrogate)) {
            return Optional.of("must be text");
        }
        if (isSame(password, username) || isSame(password, email)) {
            return Optional.of("must not be the username or the e-mail address");
        }
        return violationUnless(
                !SERVICE_NAMES.matcher(PasswordNormalizer.folded(password)).matches(),
                "must not be made of names of this service alone");
    }

    /** Lone surrogates have no UTF-8 encoding; all of them would be hashed as the same question mark. */
    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static boolean isSame(String password, String other) {
        return other != null && PasswordNormalizer.folded(password).equals(PasswordNormalizer.folded(other));
    }

    private static Optional<String> required() {
        return Optional.of("is required");
    }

    private static Optional<String> violationUnless(boolean valid, String violation) {
        return valid ? Optional.empty() : Optional.of(violation);
    }
}
