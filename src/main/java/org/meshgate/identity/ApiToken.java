package org.meshgate.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

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
        @JsonProperty("expires_at") Optional<Instant> expiry) {

    /** For Jackson, which gives null for what is not there: without these it is no token. */
    public ApiToken {
        Objects.requireNonNull(id);
        Objects.requireNonNull(userId);
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(createdAt);
        expiry = expiry == null ? Optional.empty() : expiry;
    }

    /** Whether it has ended. */
    public boolean expired(Instant now) {
        return expiry.filter(end -> !now.isBefore(end)).isPresent();
    }
}
