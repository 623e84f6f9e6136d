package org.meshgate.accounts.token.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Response with the number of revoked tokens. */
public record RevokeTokensResponse(
        boolean success,
        String message,
        @JsonProperty("revoked_tokens") int revokedTokens) {}
