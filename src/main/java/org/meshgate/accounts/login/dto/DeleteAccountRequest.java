package org.meshgate.accounts.login.dto;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Request to delete the caller's account, confirmed by the password. */
public record DeleteAccountRequest(
        @NotNull(message = "is required") @Size(max = 1024, message = "is too long")
        String password) {
    @Override
    public String toString() {
        return "DeleteAccountRequest[]";
    }
}
