package org.meshgate.accounts.admin.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;

/** Request to set a user's password. */
public record PasswordResetRequest(
        @NotNull(message = "is required") @JsonProperty("new_password")
        String newPassword) {

    @Override
    public String toString() {
        return "PasswordResetRequest[]";
    }
}
