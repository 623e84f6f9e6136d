package org.meshgate.accounts.token.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.meshgate.accounts.dto.TokenInfo;

/** Response with a new token. Its plain text is shown only once. */
public record CreateTokenResponse(
        boolean success,
        String message,
        String token,
        @JsonProperty("token_info") TokenInfo tokenInfo) {
    @Override
    public String toString() {
        return "CreateTokenResponse[" + tokenInfo + "]";
    }
}
