package org.meshgate.accounts.invite.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Response with a new invitation. Its code is shown only once.
 *
 * @param link URL of the console's page to register with the code
 */
public record CreateInviteResponse(
        boolean success,
        String message,
        @JsonProperty("invite_code") String inviteCode,
        String link,
        InviteInfo invite) {

    @Override
    public String toString() {
        return "CreateInviteResponse[" + invite + "]";
    }
}
