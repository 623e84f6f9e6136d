package org.meshgate.caller;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The role of an account (user management guide, "User Roles"). */
public enum Role {
    /** Sees and manages only their own account and jobs. */
    USER,
    /** Sees and manages all accounts and jobs. */
    ADMIN;

    /** The name in JSON and in Redis, in lower case. */
    @JsonValue
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses {@link #jsonName()}.
     *
     * @throws IllegalArgumentException for any other text
     */
    @JsonCreator
    public static Role fromJsonName(String text) {
        for (Role role : values()) {
            if (role.jsonName().equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("unknown role");
    }
}
