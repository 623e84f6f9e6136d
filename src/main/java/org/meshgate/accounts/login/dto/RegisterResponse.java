package org.meshgate.accounts.login.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.meshgate.accounts.dto.PublicUser;

/** The answer to a registration: the guide's fields, and the token that today's clients read. */
public record RegisterResponse(
        boolean success,
        String message,
        PublicUser user,
        String token,
        @JsonProperty("token_name") String tokenName) {
    @Override
    public String toString() {
        return "Registered[" + user + "]";
    }
}
