package org.meshgate.accounts.invite.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A new invitation: the only time that its code is shown. */
public record CreateInviteResponse(
        boolean success,
        String message,
        @JsonProperty("invite_code") String inviteCode,
        InviteInfo invite) {

    @Override
    public String toString() {
        return "Invited[" + invite + "]";
    }
}
