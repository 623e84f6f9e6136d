package org.meshgate.accounts.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meshgate.caller.Role;
import org.meshgate.caller.TokenBudget;
import org.meshgate.identity.token.AllowedNetworks;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.LastUse;
import org.meshgate.identity.token.TokenKind;

/**
 * The public view of a token: everything but its plain text.
 *
 * @param id public id, by which the token can be revoked
 * @param tokenPrefix first characters, to recognize the token in a configuration file
 * @param scopes effective scopes for the owner's current role
 * @param expiresAt null if the token never expires
 * @param lastUsedAt null if never used; uses on other replicas show within a minute
 * @param lastUsedFrom address or network of the last use, as {@code security.last_used_from} says; null if not kept
 * @param allowedNetworks networks from which the token may be used; null for any
 * @param active false if the token has expired, by age or by idle timeout
 * @param gpuSecondsPerDay budget of the jobs that the token submits; null without one
 * @param gpuSecondsPerMonth the same for a month
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
        @JsonProperty("last_used_from") Optional<String> lastUsedFrom,
        @JsonProperty("allowed_networks") Optional<List<String>> allowedNetworks,
        @JsonProperty("is_active") boolean active,
        @JsonProperty("gpu_seconds_per_day") Optional<Integer> gpuSecondsPerDay,
        @JsonProperty("gpu_seconds_per_month") Optional<Integer> gpuSecondsPerMonth) {

    /**
     * Maps a token record.
     *
     * @param active whether the token is valid now
     */
    public static TokenInfo of(ApiToken token, Role role, Optional<LastUse> lastUse, boolean active) {
        return new TokenInfo(
                token.id(),
                token.prefix() + "...",
                token.name(),
                token.kind(),
                token.scopes(role).jsonNames(),
                token.createdAt(),
                token.expiry(),
                lastUse.map(LastUse::time),
                lastUse.flatMap(LastUse::from),
                token.networks().map(AllowedNetworks::texts),
                active,
                token.budget().map(TokenBudget::gpuSecondsPerDay).filter(seconds -> seconds > 0),
                token.budget().map(TokenBudget::gpuSecondsPerMonth).filter(seconds -> seconds > 0));
    }
}
