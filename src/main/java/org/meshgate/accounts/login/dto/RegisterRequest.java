package org.meshgate.accounts.login.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Request to register an account.
 *
 * @param inviteCode required if registration is by invitation
 * @param session where the token goes; null for the answer
 */
@Schema(requiredProperties = {"username", "email", "password"})
public record RegisterRequest(
        String username,
        String email,
        String password,
        @JsonProperty("invite_code") String inviteCode,

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
        return "RegisterRequest[" + username + "]";
    }
}
