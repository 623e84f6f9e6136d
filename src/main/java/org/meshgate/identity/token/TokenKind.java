package org.meshgate.identity.token;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The purpose of a token. */
public enum TokenKind {
    /** A session: issued at registration and login, revoked by logout and a password change. */
    LOGIN,
    /** Access for programs: issued on request, valid until expiry or revocation. */
    API;

    /** The lower-case name used in JSON and Redis. */
    @JsonValue
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses {@link #jsonName()}; any other text is read as {@link #API}. */
    @JsonCreator
    public static TokenKind fromJsonName(String text) {
        return LOGIN.jsonName().equals(text) ? LOGIN : API;
    }
}
