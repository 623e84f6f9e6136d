package org.meshgate.accounts.validation;

import java.util.Optional;
import java.util.regex.Pattern;

/** What names, e-mail addresses and passwords must be like. Each method says what is wrong, if anything is. */
public final class AccountRules {

    /** The most characters of a password (OWASP ASVS 5.0, 6.2.9 asks for at least 64). */
    private static final int MAX_PASSWORD_LENGTH = 256;

    /** RFC 5321 section 4.5.3.1.3, less the angle brackets. */
    private static final int MAX_EMAIL_LENGTH = 254;

    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._-]{3,64}");

    /** What people who use this service think of first, and nothing beside it but digits and signs. */
    private static final Pattern OWN_WORDS = Pattern.compile(
            "[^\\p{L}]*(?:(?:meshgate|3?daigc|open3dstudio|opennexus3dstudio|studio|admin|api)[^\\p{L}]*)+");

    /**
     * The form of the HTML Standard, section "Email state": what browsers accept; with a dot in the domain, because an
     * address of one machine reaches nobody from here.
     */
    private static final Pattern EMAIL = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
            + "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");

    private AccountRules() {}

    /** What is wrong with a name. */
    public static Optional<String> username(String username) {
        if (username == null) {
            return required();
        }
        return complainUnless(USERNAME.matcher(username).matches(), "must be 3 to 64 characters of A-Z a-z 0-9 . _ -");
    }

    /** What is wrong with an e-mail address. */
    public static Optional<String> email(String email) {
        if (email == null) {
            return required();
        }
        return complainUnless(
                email.length() <= MAX_EMAIL_LENGTH && EMAIL.matcher(email).matches(), "must be an e-mail address");
    }

    /**
     * What is wrong with a new password.
     *
     * @param shortest the fewest characters; characters are Unicode code points
     * @param username which the password must not be, in any case and any spelling of Unicode
     * @param email which the password must not be, likewise
     */
    public static Optional<String> password(String password, int shortest, String username, String email) {
        if (password == null) {
            return required();
        }
        int length = password.codePointCount(0, password.length());
        if (length < shortest || length > MAX_PASSWORD_LENGTH) {
            return Optional.of("must be " + shortest + " to " + MAX_PASSWORD_LENGTH + " characters");
        }
        if (password.codePoints().anyMatch(AccountRules::isHalfACharacter)) {
            return Optional.of("must be text");
        }
        if (isSame(password, username) || isSame(password, email)) {
            return Optional.of("must not be the username or the e-mail address");
        }
        return complainUnless(
                !OWN_WORDS.matcher(PasswordNormalizer.folded(password)).matches(),
                "must not be made of names of this service alone");
    }

    /** A lone surrogate has no form in UTF-8: all of them would be hashed as the same question mark. */
    private static boolean isHalfACharacter(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static boolean isSame(String password, String other) {
        return other != null && PasswordNormalizer.folded(password).equals(PasswordNormalizer.folded(other));
    }

    private static Optional<String> required() {
        return Optional.of("is required");
    }

    private static Optional<String> complainUnless(boolean right, String complaint) {
        return right ? Optional.empty() : Optional.of(complaint);
    }
}
