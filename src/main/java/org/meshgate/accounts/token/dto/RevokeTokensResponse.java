package org.meshgate.accounts.token.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How many tokens ended. */
public record RevokeTokensResponse(
        boolean success,
        String message,
        @JsonProperty("revoked_tokens") int revokedTokens) {}
