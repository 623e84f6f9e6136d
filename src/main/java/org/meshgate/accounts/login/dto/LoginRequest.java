package org.meshgate.accounts.login.dto;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Login request: a username or e-mail address, and the password.
 *
 * @param session where the token goes; null for the body
 */
public record LoginRequest(
        @NotNull(message = "is required") @Size(max = 1024, message = "is too long")
        String username,

        @NotNull(message = "is required") @Size(max = 1024, message = "is too long")
        String password,

        @Pattern(regexp = SessionPlace.COOKIE, message = SessionPlace.RULE)
        @Schema(
                nullable = true,
                enumeration = {SessionPlace.COOKIE},
                description = SessionPlace.DESCRIPTION)
        String session) {

    /** Whether the token goes into the session cookie. */
    public boolean inCookie() {
        return SessionPlace.isCookie(session);
    }

    @Override
    public String toString() {
        return "LoginRequest[]";
    }
}
