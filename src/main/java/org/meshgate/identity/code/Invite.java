package org.meshgate.identity.code;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.TokenFormat;

/**
 * A single-use invitation to register. The plain-text code is never stored.
 *
 * @param id {@code inv_} and the first 16 hexadecimal digits of the SHA-256
 * @param sha256 SHA-256 of the code, lower-case hexadecimal
 * @param email e-mail address that may register with it; empty for any
 * @param createdBy user id of the administrator who created it
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

    /** For Jackson, which passes null for an absent address. */
    public Invite {
        email = email == null ? "" : email;
    }

    /** Creates an invitation for a code. */
    public static Invite of(
            String code, Optional<String> email, String createdBy, Instant createdAt, Instant expiresAt) {
        return new Invite(id(code), TokenFormat.sha256(code), email.orElse(""), createdBy, createdAt, expiresAt);
    }

    /** Derives the id of an invitation from its code. */
    public static String id(String code) {
        return "inv_" + TokenFormat.sha256(code).substring(0, ID_DIGITS);
    }

    /** Whether a user with this code and e-mail address may register now. */
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
