package org.meshgate.accounts.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.caller.Role;
import org.meshgate.identity.user.User;

/**
 * The public view of an account.
 *
 * @param userId {@code user_} and 16 hexadecimal digits
 * @param active false if an administrator disabled the account
 * @param createdAt null if unknown
 */
public record PublicUser(
        @JsonProperty("user_id") String userId,
        String username,
        String email,
        Role role,
        @JsonProperty("is_active") boolean active,
        @JsonProperty("created_at") Optional<Instant> createdAt) {

    /** Maps a user record, without its secrets. */
    public static PublicUser of(User user) {
        return new PublicUser(user.id(), user.username(), user.email(), user.role(), user.active(), user.created());
    }
}
