package org.meshgate.accounts.reset.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Response to a new password.
 *
 * @param username of the account, to log in with
 * @param revokedTokens number of tokens that ended
 */
public record UseResetLinkResponse(
        boolean success,
        String message,
        String username,
        @JsonProperty("revoked_tokens") int revokedTokens) {}
