package org.meshgate.identity.invite;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.TokenFormat;

/**
 * Leave to register once. Its code is not in it.
 *
 * @param id {@code inv_} and 16 hexadecimal digits, the beginning of sha256
 * @param sha256 of the code, lower-case hexadecimal
 * @param email of the one who may use it; empty for anybody
 * @param createdBy user id of the administrator who made it
 */
@RegisterForReflection
public record Invite(
        String id,
        String sha256,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String email,
        @JsonProperty("created_by") String createdBy,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("expires_at") Instant expiresAt) {

    private static final int ID_DIGITS = 16;

    /** For Jackson, which gives null for an address that is not there. */
    public Invite {
        email = email == null ? "" : email;
    }

    /** A new one. */
    public static Invite of(
            String code, Optional<String> email, String createdBy, Instant createdAt, Instant expiresAt) {
        return new Invite(id(code), TokenFormat.sha256(code), email.orElse(""), createdBy, createdAt, expiresAt);
    }

    /** The id of the invitation with this code. */
    public static String id(String code) {
        return "inv_" + TokenFormat.sha256(code).substring(0, ID_DIGITS);
    }

    /** Whether somebody with this address may register with it now. */
    @JsonIgnore
    public boolean admits(String code, String address, Instant now) {
        return sha256.equals(TokenFormat.sha256(code))
                && now.isBefore(expiresAt)
                && (email.isEmpty() || IdentityKeys.fold(email).equals(IdentityKeys.fold(address)));
    }

    @Override
    public String toString() {
        return "Invite[" + id + "]";
    }
}
