package org.meshgate.accounts.login.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.meshgate.accounts.dto.PublicUser;

/** Response to a registration: the fields of the user management guide, and the token that current clients read. */
public record RegisterResponse(
        boolean success,
        String message,
        PublicUser user,
        String token,
        @JsonProperty("token_name") String tokenName) {
    @Override
    public String toString() {
        return "RegisterResponse[" + user + "]";
    }
}
