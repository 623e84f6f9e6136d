package org.meshgate.accounts.login.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.accounts.dto.PublicUser;

/**
 * Response to a login.
 *
 * @param token absent when it is in the session cookie
 */
public record LoginResponse(
        PublicUser user,
        Optional<String> token,
        @JsonProperty("token_name") String tokenName,
        String message,
        @JsonProperty("expires_at") Optional<Instant> expiresAt) {
    @Override
    public String toString() {
        return "LoginResponse[" + user + "]";
    }
}
