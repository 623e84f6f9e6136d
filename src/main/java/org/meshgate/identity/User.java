package org.meshgate.identity;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.meshgate.caller.Role;

/**
 * An account as it stands in Redis. The fields are those of 3DAIGC-API; fields that this program does not know are kept.
 *
 * @param id {@code user_} and 16 hexadecimal digits
 * @param username as it was typed at registration
 * @param email as it was typed at registration
 * @param passwordHash an Argon2id PHC string
 * @param role what it may do
 * @param active false for a disabled account, whose tokens do not work
 * @param createdAt ISO 8601
 * @param updatedAt ISO 8601
 * @param others fields of other programs
 */
@RegisterForReflection
public record User(
        @JsonProperty("user_id") String id,
        String username,
        String email,
        @JsonProperty("password_hash") String passwordHash,
        Role role,
        @JsonProperty("is_active") boolean active,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("updated_at") String updatedAt,
        @JsonIgnore Map<String, JsonNode> others) {

    /** For Jackson, which gives null for what is not there, and for new accounts. */
    public User {
        Objects.requireNonNull(id);
        Objects.requireNonNull(username);
        Objects.requireNonNull(email);
        Objects.requireNonNull(role);
        others = new TreeMap<>(others == null ? Map.of() : others);
    }

    /** A new account. */
    static User create(String id, String username, String email, String passwordHash, Role role, String now) {
        return new User(id, username, email, passwordHash, role, true, now, now, Map.of());
    }

    /** The same account with another password. */
    User withPasswordHash(String hash, String now) {
        return new User(id, username, email, hash, role, active, createdAt, now, others);
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
