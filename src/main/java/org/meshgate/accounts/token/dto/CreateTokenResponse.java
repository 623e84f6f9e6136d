package org.meshgate.accounts.token.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.meshgate.accounts.dto.TokenInfo;

/** A new token: the only time that it is shown. */
public record CreateTokenResponse(
        boolean success,
        String message,
        String token,
        @JsonProperty("token_info") TokenInfo tokenInfo) {
    @Override
    public String toString() {
        return "Created[" + tokenInfo + "]";
    }
}
