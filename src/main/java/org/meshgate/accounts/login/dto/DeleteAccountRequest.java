package org.meshgate.accounts.login.dto;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The end of an account, which needs its password. */
public record DeleteAccountRequest(
        @NotNull(message = "is required") @Size(max = 1024, message = "is too long")
        String password) {
    @Override
    public String toString() {
        return "Farewell[]";
    }
}
