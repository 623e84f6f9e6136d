package org.meshgate.accounts.admin.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The number of tokens of a user that were revoked. */
public record RevokeUserTokensResponse(
        boolean success,
        @JsonProperty("user_id") String userId,
        @JsonProperty("revoked_tokens") int revokedTokens) {}
