package org.meshgate.accounts.login.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Response to a password change, with the number of revoked tokens. */
public record ChangePasswordResponse(
        boolean success,
        String message,
        @JsonProperty("revoked_tokens") int revokedTokens) {}
