package org.meshgate.caller;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an account may do (user management guide, "User Roles"). */
public enum Role {
    /** Sees and manages only what is their own. */
    USER,
    /** Sees and manages everything. */
    ADMIN;

    /** The spelling in JSON and in Redis: lower case. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the spelling of {@link #wireName()}.
     *
     * @throws IllegalArgumentException for any other text
     */
    @JsonCreator
    public static Role fromWireName(String text) {
        for (Role role : values()) {
            if (role.wireName().equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("unknown role");
    }
}
