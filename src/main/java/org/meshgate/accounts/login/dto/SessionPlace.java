package org.meshgate.accounts.login.dto;

/** Where the token of a new session goes: into the answer, or into a cookie that scripts cannot read. */
final class SessionPlace {

    static final String COOKIE = "cookie";
    static final String RULE = "must be cookie, or left out";
    static final String DESCRIPTION =
            "With cookie, the token is in the session cookie of a page of this server instead of the answer.";

    private SessionPlace() {}

    static boolean isCookie(String session) {
        return COOKIE.equals(session);
    }
}
