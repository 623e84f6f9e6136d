package org.meshgate.identity.legacy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.redis.Timestamps;

/**
 * A token record of 3DAIGC-API, stored under the plain text of the token. Missing fields are empty.
 *
 * @param token plain text, repeated in the record
 * @param expiresAt empty if the token never expires
 * @param active false if the token was revoked
 */
@RegisterForReflection
record LegacyToken(
        Optional<String> token,
        @JsonProperty("user_id") Optional<String> userId,
        Optional<String> name,
        @JsonProperty("created_at") Optional<String> createdAt,
        @JsonProperty("expires_at") Optional<String> expiresAt,
        @JsonProperty("last_used_at") Optional<String> lastUsedAt,
        @JsonProperty("is_active") JsonNode active) {

    private static final String LOGIN_NAME = "Login token - ";

    /** For Jackson, which passes null for absent fields. */
    LegacyToken {
        token = orAbsent(token);
        userId = orAbsent(userId);
        name = orAbsent(name);
        createdAt = orAbsent(createdAt);
        expiresAt = orAbsent(expiresAt);
        lastUsedAt = orAbsent(lastUsedAt);
    }

    /** Whether this record belongs to the given token. Ensures that no other Redis key is accepted as a token. */
    boolean isRecordOf(String text) {
        return token.isPresent() && MessageDigest.isEqual(utf8(token.get()), utf8(text));
    }

    /** Whether 3DAIGC-API would have accepted it: not revoked, and without an unreadable expiry. */
    boolean usable() {
        return (active == null || active.asBoolean())
                && (expiresAt.isEmpty() || Timestamps.parse(expiresAt.get()).isPresent());
    }

    /**
     * The current-format record that replaces this one.
     *
     * @param now time of the migration; also the creation time if the record has none
     */
    ApiToken replacement(String id, String text, Instant now) {
        String called = name.orElse("");
        return new ApiToken(
                id,
                userId.orElseThrow(),
                called,
                TokenFormat.displayPrefix(text),
                called.startsWith(LOGIN_NAME) ? TokenKind.LOGIN : TokenKind.API,
                createdAt.flatMap(Timestamps::parse).orElse(now),
                expiresAt.flatMap(Timestamps::parse),
                Optional.empty(),
                Optional.of(now),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The time of the last use. */
    Optional<Instant> lastUse() {
        return lastUsedAt.flatMap(Timestamps::parse);
    }

    @Override
    public String toString() {
        return "LegacyToken[" + userId.orElse("") + "]";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> Optional<T> orAbsent(Optional<T> value) {
        return value == null ? Optional.empty() : value;
    }
}
