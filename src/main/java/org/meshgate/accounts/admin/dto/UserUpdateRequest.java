package org.meshgate.accounts.admin.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Request to update a user. Absent and null fields stay unchanged. */
public record UserUpdateRequest(
        @Schema(enumeration = {"user", "admin"}) String role,
        @JsonProperty("is_active") Boolean active,
        String email) {

    @Override
    public String toString() {
        return "UserUpdateRequest[]";
    }
}
