package org.meshgate.accounts.invite.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Response with a new invitation. Its code is shown only once. */
public record CreateInviteResponse(
        boolean success,
        String message,
        @JsonProperty("invite_code") String inviteCode,
        InviteInfo invite) {

    @Override
    public String toString() {
        return "CreateInviteResponse[" + invite + "]";
    }
}
