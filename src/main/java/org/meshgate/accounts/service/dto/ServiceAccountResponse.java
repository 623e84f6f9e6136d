package org.meshgate.accounts.service.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.meshgate.accounts.dto.PublicUser;
import org.meshgate.accounts.dto.TokenInfo;

/** Response with a service account and a new token of it. The plain text of the token is shown only once. */
public record ServiceAccountResponse(
        boolean success,
        String message,
        PublicUser user,
        String token,
        @JsonProperty("token_info") TokenInfo tokenInfo) {

    @Override
    public String toString() {
        return "ServiceAccountResponse[" + tokenInfo + "]";
    }
}
