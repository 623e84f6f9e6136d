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
import org.meshgate.caller.TokenBudget;
import org.meshgate.http.ClientAddress;

/**
 * A token record in Redis, stored under the SHA-256 of the token. The plain text is never stored.
 *
 * @param id public id, {@code tok_} and 16 hexadecimal digits
 * @param userId the owner
 * @param name display name
 * @param prefix first characters of the plain text, to recognize the token in a configuration file
 * @param kind session or API access
 * @param createdAt creation time
 * @param expiry expiry time; empty if the token never expires
 * @param granted scopes given at creation; empty for all scopes of the owner's role, now and later
 * @param adoptedAt time of the migration, for a token issued by 3DAIGC-API
 * @param networks networks from which it may be used; empty for any
 * @param successor id of the token that replaced this one by rotation; the token then expires soon
 * @param budget GPU seconds for the jobs that it submits
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
        @JsonProperty("allowed_networks") Optional<AllowedNetworks> networks,
        @JsonProperty("rotated_to") Optional<String> successor,
        Optional<TokenBudget> budget) {

    /** Retention of expired tokens. {@code lua/identity/lib/tokens.lua} repeats this value. */
    public static final Duration EXPIRED_RETENTION = Duration.ofDays(30);

    /** For Jackson, which passes null for absent fields. Rejects records without the mandatory fields. */
    public ApiToken {
        Objects.requireNonNull(id);
        Objects.requireNonNull(userId);
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(createdAt);
        expiry = orAbsent(expiry);
        granted = orAbsent(granted);
        adoptedAt = orAbsent(adoptedAt);
        networks = orAbsent(networks);
        successor = orAbsent(successor);
        budget = orAbsent(budget);
    }

    /** The effective scopes: the granted scopes, limited to those that the owner's role may have. */
    public Scopes scopes(Role role) {
        return granted.map(Scopes.grantable(role)::and).orElseGet(() -> Scopes.of(role));
    }

    /** A copy marked as replaced. Its expiry is never extended. */
    public ApiToken replacedBy(String successorId, Instant end) {
        Instant earlier = expiry.filter(end::isAfter).orElse(end);
        return copy(Optional.of(earlier), Optional.of(successorId), budget);
    }

    /** A copy with a budget. */
    public ApiToken withBudget(TokenBudget given) {
        return copy(expiry, successor, Optional.of(given));
    }

    private ApiToken copy(Optional<Instant> end, Optional<String> replacement, Optional<TokenBudget> given) {
        return new ApiToken(
                id, userId, name, prefix, kind, createdAt, end, granted, adoptedAt, networks, replacement, given);
    }

    /** Whether the token may be used from an address. */
    public boolean admits(ClientAddress client) {
        return networks.isEmpty() || networks.get().contain(client);
    }

    /** Whether the expiry has passed. */
    public boolean expired(Instant now) {
        return expiry.filter(end -> !now.isBefore(end)).isPresent();
    }

    private static <T> Optional<T> orAbsent(Optional<T> value) {
        return value == null ? Optional.empty() : value;
    }
}
