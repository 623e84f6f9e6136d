package org.meshgate.accounts.login.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Request to change the password. Other login tokens are revoked; API tokens only on request. */
public record ChangePasswordRequest(
        @NotNull(message = "is required") @Size(max = 1024, message = "is too long") @JsonProperty("old_password")
        String oldPassword,

        @NotNull(message = "is required") @JsonProperty("new_password")
        String newPassword,

        @JsonProperty("revoke_api_tokens") boolean revokeApiTokens) {
    @Override
    public String toString() {
        return "ChangePasswordRequest[]";
    }
}
