package org.meshgate.accounts.login.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How many other tokens a change of the password ended. */
public record ChangePasswordResponse(
        boolean success,
        String message,
        @JsonProperty("revoked_tokens") int revokedTokens) {}
