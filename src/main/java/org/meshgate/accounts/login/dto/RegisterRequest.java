package org.meshgate.accounts.login.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Request to register an account.
 *
 * @param inviteCode required if registration is by invitation
 */
@Schema(requiredProperties = {"username", "email", "password"})
public record RegisterRequest(
        String username,
        String email,
        String password,
        @JsonProperty("invite_code") String inviteCode) {
    @Override
    public String toString() {
        return "RegisterRequest[" + username + "]";
    }
}
