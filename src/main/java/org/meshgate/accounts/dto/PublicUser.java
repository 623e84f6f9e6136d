package org.meshgate.accounts.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.caller.Role;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserKind;

/**
 * The public view of an account.
 *
 * @param userId {@code user_} and 16 hexadecimal digits
 * @param active false if an administrator disabled the account
 * @param createdAt null if unknown
 * @param kind {@code service} for an account without a password, for a program
 */
public record PublicUser(
        @JsonProperty("user_id") String userId,
        String username,
        String email,
        Role role,
        @JsonProperty("is_active") boolean active,
        @JsonProperty("created_at") Optional<Instant> createdAt,

        @Schema(
                description =
                        "person, or service for an account without a password and an e-mail address, for a program")
        UserKind kind) {

    /** Maps a user record, without its secrets. */
    public static PublicUser of(User user) {
        return new PublicUser(
                user.id(), user.username(), user.email(), user.role(), user.active(), user.created(), user.kind());
    }
}
