package org.meshgate.identity.user;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.meshgate.caller.Role;
import org.meshgate.redis.Timestamps;

/**
 * An account record in Redis. The fields are those of 3DAIGC-API. Unknown fields are preserved.
 *
 * @param id {@code user_} and 16 hexadecimal digits
 * @param username as entered at registration
 * @param email as entered at registration; empty if absent
 * @param passwordHash an Argon2id PHC string, or the hash of 3DAIGC-API until the next login; {@link #NO_PASSWORD} of a
 *     service account
 * @param role determines the permissions
 * @param active false for a disabled account, whose tokens are rejected
 * @param createdAt ISO 8601, see {@link Timestamps}; empty if absent
 * @param updatedAt ISO 8601; empty if absent
 * @param storedKind {@code service} for a {@linkplain UserKind#SERVICE service account}; empty for a person
 * @param unknown fields of other programs
 */
@RegisterForReflection
public record User(
        @JsonProperty("user_id") String id,
        String username,
        String email,
        @JsonProperty("password_hash") String passwordHash,
        Role role,
        @JsonProperty("is_active") boolean active,

        @JsonProperty("created_at") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String createdAt,

        @JsonProperty("updated_at") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String updatedAt,

        @JsonProperty("kind") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String storedKind,

        @JsonIgnore Map<String, JsonNode> unknown) {

    /** Stands where 3DAIGC-API expects a hash, and is the hash of no password there or here. */
    static final String NO_PASSWORD = "!";

    /** Checks the mandatory fields. */
    public User {
        Objects.requireNonNull(id);
        Objects.requireNonNull(username);
        Objects.requireNonNull(email);
        Objects.requireNonNull(role);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(updatedAt);
        Objects.requireNonNull(storedKind);
        unknown = new TreeMap<>(unknown);
    }

    /** For Jackson, which passes null for absent fields. Defaults: an active account with role user. */
    @JsonCreator
    static User read(
            @JsonProperty("user_id") String id,
            @JsonProperty("username") String username,
            @JsonProperty("email") String email,
            @JsonProperty("password_hash") String passwordHash,
            @JsonProperty("role") Role role,
            @JsonProperty("is_active") JsonNode active,
            @JsonProperty("created_at") String createdAt,
            @JsonProperty("updated_at") String updatedAt,
            @JsonProperty("kind") JsonNode kind) {
        return new User(
                id,
                username,
                orEmpty(email),
                passwordHash,
                role == null ? Role.USER : role,
                active == null || active.asBoolean(),
                orEmpty(createdAt),
                orEmpty(updatedAt),
                kind == null ? "" : kind.asText(),
                Map.of());
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** Creates an active account. */
    public static User create(String id, String username, String email, String passwordHash, Role role, String now) {
        return new User(id, username, email, passwordHash, role, true, now, now, "", Map.of());
    }

    /** Creates an active service account. */
    static User createService(String id, String username, String now) {
        return new User(
                id, username, "", NO_PASSWORD, Role.USER, true, now, now, UserKind.SERVICE.jsonName(), Map.of());
    }

    /** A copy with another password hash. */
    User withPasswordHash(String hash, String now) {
        return new User(id, username, email, hash, role, active, createdAt, now, storedKind, unknown);
    }

    /** A copy with another role, active state or e-mail address. */
    User with(Role newRole, boolean newActive, String newEmail, String now) {
        return new User(id, username, newEmail, passwordHash, newRole, newActive, createdAt, now, storedKind, unknown);
    }

    /** Whether this account is an active administrator. The last one can be neither deleted nor demoted. */
    public boolean activeAdmin() {
        return active && role == Role.ADMIN;
    }

    /** What uses the account. */
    public UserKind kind() {
        return UserKind.SERVICE.jsonName().equals(storedKind) ? UserKind.SERVICE : UserKind.PERSON;
    }

    /** Whether this is an account without a password, for a program. */
    public boolean serviceAccount() {
        return kind() == UserKind.SERVICE;
    }

    /** The creation time, if the record has one. */
    public Optional<Instant> created() {
        return Timestamps.parse(createdAt);
    }

    @Override
    public String toString() {
        return "User[" + id + "]";
    }

    @JsonAnyGetter
    Map<String, JsonNode> unknownFields() {
        return unknown;
    }

    @JsonAnySetter
    void unknownField(String name, JsonNode value) {
        unknown.put(name, value);
    }
}
