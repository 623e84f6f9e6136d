package org.meshgate.accounts.validation;

/** The names and e-mail addresses that people type to log in. */
public final class LoginNames {

    private LoginNames() {}

    /** Without the blanks at both ends that come with copy and paste, no-break spaces included. */
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
