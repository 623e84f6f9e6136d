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
import org.meshgate.identity.StoredTimes;

/**
 * An account as it stands in Redis. The fields are those of 3DAIGC-API; fields that this program does not know are kept.
 *
 * @param id {@code user_} and 16 hexadecimal digits
 * @param username as it was typed at registration
 * @param email as it was typed at registration; empty when the record has none
 * @param passwordHash an Argon2id PHC string; until the next login perhaps what 3DAIGC-API wrote
 * @param role what it may do
 * @param active false for a disabled account, whose tokens do not work
 * @param createdAt ISO 8601, see {@link StoredTimes}; empty when the record has none
 * @param updatedAt the same
 * @param others fields of other programs
 */
@RegisterForReflection
public record User(
        @JsonProperty("user_id") String id,
        String username,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String email,
        @JsonProperty("password_hash") String passwordHash,
        Role role,
        @JsonProperty("is_active") boolean active,

        @JsonProperty("created_at") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String createdAt,

        @JsonProperty("updated_at") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String updatedAt,

        @JsonIgnore Map<String, JsonNode> others) {

    /** Checks what must be there. */
    public User {
        Objects.requireNonNull(id);
        Objects.requireNonNull(username);
        Objects.requireNonNull(email);
        Objects.requireNonNull(role);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(updatedAt);
        others = new TreeMap<>(others);
    }

    /** For Jackson, which gives null for what is not there: then it is an active user without rights. */
    @JsonCreator
    static User read(
            @JsonProperty("user_id") String id,
            @JsonProperty("username") String username,
            @JsonProperty("email") String email,
            @JsonProperty("password_hash") String passwordHash,
            @JsonProperty("role") Role role,
            @JsonProperty("is_active") JsonNode active,
            @JsonProperty("created_at") String createdAt,
            @JsonProperty("updated_at") String updatedAt) {
        return new User(
                id,
                username,
                orEmpty(email),
                passwordHash,
                role == null ? Role.USER : role,
                active == null || active.asBoolean(),
                orEmpty(createdAt),
                orEmpty(updatedAt),
                Map.of());
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** A new account. */
    public static User create(String id, String username, String email, String passwordHash, Role role, String now) {
        return new User(id, username, email, passwordHash, role, true, now, now, Map.of());
    }

    /** The same account with another password. */
    User withPasswordHash(String hash, String now) {
        return new User(id, username, email, hash, role, active, createdAt, now, others);
    }

    /** The same account with another role, activity or address. */
    User with(Role newRole, boolean newActive, String newEmail, String now) {
        return new User(id, username, newEmail, passwordHash, newRole, newActive, createdAt, now, others);
    }

    /** Whether it counts for the guard of the last administrator. */
    public boolean activeAdmin() {
        return active && role == Role.ADMIN;
    }

    /** When it was made, if its record says so. */
    public Optional<Instant> created() {
        return StoredTimes.parse(createdAt);
    }

    @Override
    public String toString() {
        return "User[" + id + "]";
    }

    @JsonAnyGetter
    Map<String, JsonNode> unknownFields() {
        return others;
    }

    @JsonAnySetter
    void unknownField(String name, JsonNode value) {
        others.put(name, value);
    }
}
