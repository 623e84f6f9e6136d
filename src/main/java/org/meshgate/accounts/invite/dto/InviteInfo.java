package org.meshgate.accounts.invite.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.identity.code.Invite;

/** An invitation, without its code. */
public record InviteInfo(
        @JsonProperty("invite_id") String inviteId,
        @Schema(nullable = true) String email,
        @JsonProperty("created_by") String createdBy,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("expires_at") Instant expiresAt) {

    public static InviteInfo of(Invite invite) {
        return new InviteInfo(
                invite.id(),
                invite.email().isEmpty() ? null : invite.email(),
                invite.createdBy(),
                invite.createdAt(),
                invite.expiresAt());
    }
}
