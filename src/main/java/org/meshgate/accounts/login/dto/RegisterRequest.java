package org.meshgate.accounts.login.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What somebody gives to get an account.
 *
 * @param inviteCode needed where registration is by invitation
 */
@Schema(requiredProperties = {"username", "email", "password"})
public record RegisterRequest(
        String username,
        String email,
        String password,
        @JsonProperty("invite_code") String inviteCode) {
    @Override
    public String toString() {
        return "Registration[" + username + "]";
    }
}
