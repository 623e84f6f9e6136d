package org.meshgate.identity.user;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What uses an account. */
public enum UserKind {
    /** A person, who logs in with a password. */
    PERSON,
    /** A program, such as a worker. Its account has no password and no e-mail address and is never an administrator. */
    SERVICE;

    /** The lower-case name used in JSON. */
    @JsonValue
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
