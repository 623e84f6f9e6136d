package org.meshgate.accounts.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meshgate.caller.Role;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenKind;

/**
 * What a client may see of a token after it was made: everything but the token.
 *
 * @param id its public name, by which it can be revoked
 * @param tokenPrefix its first characters, to find it in a configuration file
 * @param scopes what it may be used for while its user has the role of today
 * @param expiresAt null for never
 * @param lastUsedAt null for never; at most a minute behind when another replica was used
 * @param active false once it has expired, by its age or because a login was not used for too long
 */
public record TokenInfo(
        String id,
        @JsonProperty("token_prefix") String tokenPrefix,
        String name,
        TokenKind kind,
        List<String> scopes,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("expires_at") Optional<Instant> expiresAt,
        @JsonProperty("last_used_at") Optional<Instant> lastUsedAt,
        @JsonProperty("is_active") boolean active) {

    /** @param active whether it works now */
    public static TokenInfo of(ApiToken token, Role role, Optional<Instant> lastUse, boolean active) {
        return new TokenInfo(
                token.id(),
                token.prefix() + "...",
                token.name(),
                token.kind(),
                token.scopes(role).wireNames(),
                token.createdAt(),
                token.expiry(),
                lastUse,
                active);
    }
}
