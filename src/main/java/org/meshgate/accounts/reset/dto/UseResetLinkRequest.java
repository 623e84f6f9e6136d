package org.meshgate.accounts.reset.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;

/**
 * Request to set a new password with the code of a reset link.
 *
 * @param code of the link
 * @param newPassword checked as at registration
 */
public record UseResetLinkRequest(
        @NotNull(message = "is required") String code,

        @NotNull(message = "is required") @JsonProperty("new_password")
        String newPassword) {

    @Override
    public String toString() {
        return "UseResetLinkRequest[]";
    }
}
