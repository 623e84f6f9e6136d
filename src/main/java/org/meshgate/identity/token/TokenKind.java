package org.meshgate.identity.token;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a token was made for. */
public enum TokenKind {
    /** A session: made by registration and login, ended by logout and by a change of the password. */
    LOGIN,
    /** A program's access: made on request, ended by its expiry or by revocation. */
    API;

    /** The spelling in JSON and in Redis: lower case. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the spelling of {@link #wireName()}; whatever else stands there is an API token. */
    @JsonCreator
    public static TokenKind fromWireName(String text) {
        return LOGIN.wireName().equals(text) ? LOGIN : API;
    }
}
