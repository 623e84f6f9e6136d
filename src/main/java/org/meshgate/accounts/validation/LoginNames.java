package org.meshgate.accounts.validation;

/** Normalizes usernames and e-mail addresses typed at login. */
public final class LoginNames {

    private LoginNames() {}

    /** Removes surrounding blanks, including no-break spaces, which copy and paste often adds. */
    public static String trim(String login) {
        int start = 0;
        int end = login.length();
        while (start < end && isBlank(login.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(login.charAt(end - 1))) {
            end--;
        }
        return login.substring(start, end);
    }

    private static boolean isBlank(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
