package org.meshgate.accounts.login.dto;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Login request: a username or e-mail address, and the password. */
public record LoginRequest(
        @NotNull(message = "is required") @Size(max = 1024, message = "is too long")
        String username,

        @NotNull(message = "is required") @Size(max = 1024, message = "is too long")
        String password) {
    @Override
    public String toString() {
        return "LoginRequest[]";
    }
}
