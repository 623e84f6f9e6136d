package org.meshgate.accounts.invite.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Request to create an invitation.
 *
 * @param expiresInHours 1 to 8760; a week if absent or null
 * @param email e-mail address that may register with it; any if absent or null
 */
public record CreateInviteRequest(
        @Min(value = 1, message = "must be a whole number from 1 to 8760")
        @Max(value = 8760, message = "must be a whole number from 1 to 8760")
        @JsonProperty("expires_in_hours")
        Integer expiresInHours,

        String email) {

    @Override
    public String toString() {
        return "CreateInviteRequest[]";
    }
}
