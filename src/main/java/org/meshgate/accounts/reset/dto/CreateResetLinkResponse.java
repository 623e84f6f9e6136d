package org.meshgate.accounts.reset.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * Response with a new reset link. Its code is shown only once.
 *
 * @param link URL of the console's page to set the password with the code
 * @param expiresAt when the link ends; earlier when it is used or replaced, with any other change of the password, and
 *     with the account
 */
public record CreateResetLinkResponse(
        boolean success,
        String message,
        @JsonProperty("reset_code") String resetCode,
        String link,
        @JsonProperty("expires_at") Instant expiresAt) {

    @Override
    public String toString() {
        return "CreateResetLinkResponse[" + expiresAt + "]";
    }
}
