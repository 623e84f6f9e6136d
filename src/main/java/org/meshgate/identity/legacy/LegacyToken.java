package org.meshgate.identity.legacy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.identity.StoredTimes;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenKind;

/**
 * A token as 3DAIGC-API kept it: under its own text. What the record lacks is absent.
 *
 * @param token its text once more
 * @param expiresAt absent for never
 * @param active false when it was revoked
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

    /** For Jackson, which gives null for what is not there. */
    LegacyToken {
        token = orAbsent(token);
        userId = orAbsent(userId);
        name = orAbsent(name);
        createdAt = orAbsent(createdAt);
        expiresAt = orAbsent(expiresAt);
        lastUsedAt = orAbsent(lastUsedAt);
    }

    /** Whether this is the record of that text, so that no other key of Redis is a token. */
    boolean isRecordOf(String text) {
        return token.isPresent() && MessageDigest.isEqual(utf8(token.get()), utf8(text));
    }

    /** Whether it worked for the owner: not revoked, and with an end that can be read if it has one. */
    boolean usable() {
        return (active == null || active.asBoolean())
                && (expiresAt.isEmpty() || StoredTimes.parse(expiresAt.get()).isPresent());
    }

    /**
     * What takes its place.
     *
     * @param now when it takes its place, also for a record that does not say when it was made
     */
    ApiToken replacement(String id, String text, Instant now) {
        String called = name.orElse("");
        return new ApiToken(
                id,
                userId.orElseThrow(),
                called,
                TokenFormat.displayPrefix(text),
                called.startsWith(LOGIN_NAME) ? TokenKind.LOGIN : TokenKind.API,
                createdAt.flatMap(StoredTimes::parse).orElse(now),
                expiresAt.flatMap(StoredTimes::parse),
                Optional.empty(),
                Optional.of(now),
                Optional.empty());
    }

    /** When it was last used. */
    Optional<Instant> lastUse() {
        return lastUsedAt.flatMap(StoredTimes::parse);
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
