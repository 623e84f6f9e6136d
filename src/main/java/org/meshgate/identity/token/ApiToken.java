package org.meshgate.identity.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scopes;

/**
 * A token as it stands in Redis, under the SHA-256 of its text. The text itself is nowhere.
 *
 * @param id its public name, {@code tok_} and 16 hexadecimal digits
 * @param userId whose it is
 * @param name for people
 * @param prefix the first characters of its text, for people who look for one in a configuration file
 * @param kind what it was made for
 * @param createdAt when
 * @param expiry when it ends; absent for never
 * @param granted the scopes that it was made with; absent for all that the role of its user has, now and later
 * @param adoptedAt when it came here, for one that 3DAIGC-API made
 * @param successor the id of the token by which it was replaced, when it was: then it lives on for a short time only
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ApiToken(
        String id,
        @JsonProperty("user_id") String userId,
        String name,
        @JsonProperty("token_prefix") String prefix,
        TokenKind kind,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("expires_at") Optional<Instant> expiry,
        @JsonProperty("scopes") Optional<Scopes> granted,
        @JsonProperty("adopted_at") Optional<Instant> adoptedAt,
        @JsonProperty("rotated_to") Optional<String> successor) {

    /** How long a token that has expired stays known; {@code tokens.lua} has it once more. */
    public static final Duration EXPIRED_RETENTION = Duration.ofDays(30);

    /** For Jackson, which gives null for what is not there: without these it is no token. */
    public ApiToken {
        Objects.requireNonNull(id);
        Objects.requireNonNull(userId);
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(createdAt);
        expiry = orAbsent(expiry);
        granted = orAbsent(granted);
        adoptedAt = orAbsent(adoptedAt);
        successor = orAbsent(successor);
    }

    /** What it may be used for while its user has this role: never more than the role has. */
    public Scopes scopes(Role role) {
        Scopes most = Scopes.of(role);
        return granted.map(most::and).orElse(most);
    }

    /** The same token, replaced by another, with an end that is no later than before. */
    public ApiToken replacedBy(String successorId, Instant end) {
        Instant earlier = expiry.filter(end::isAfter).orElse(end);
        return new ApiToken(
                id,
                userId,
                name,
                prefix,
                kind,
                createdAt,
                Optional.of(earlier),
                granted,
                adoptedAt,
                Optional.of(successorId));
    }

    /** Whether it has ended. */
    public boolean expired(Instant now) {
        return expiry.filter(end -> !now.isBefore(end)).isPresent();
    }

    private static <T> Optional<T> orAbsent(Optional<T> value) {
        return value == null ? Optional.empty() : value;
    }
}
