package org.meshgate.accounts.login.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.meshgate.accounts.dto.PublicUser;

/**
 * Response to a registration: the fields of the user management guide, and the token that current clients read.
 *
 * @param token absent when it is in the session cookie
 */
public record RegisterResponse(
        boolean success,
        String message,
        PublicUser user,
        Optional<String> token,
        @JsonProperty("token_name") String tokenName) {
    @Override
    public String toString() {
        return "RegisterResponse[" + user + "]";
    }
}
