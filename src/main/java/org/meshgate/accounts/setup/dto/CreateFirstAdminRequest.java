package org.meshgate.accounts.setup.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Request to make the first administrator; the fields are checked as at a registration. */
@Schema(requiredProperties = {"username", "email", "password"})
public record CreateFirstAdminRequest(String username, String email, String password) {
    @Override
    public String toString() {
        return "CreateFirstAdminRequest[" + username + "]";
    }
}
