package org.meshgate.accounts.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scope;
import org.meshgate.caller.Scopes;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.problem.InsufficientScopeException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/** How long tokens may live, what they may be used for, and how many there may be. */
@ApplicationScoped
class TokenRules {

    /** The contract's maximum, and the one at which tokens may live for ever. */
    private static final int MAX_DAYS = 3650;

    private static final String UNKNOWN_SCOPE = "must be some of jobs:read, jobs:write, account and admin";

    private final SecurityConfig settings;

    TokenRules(MeshgateConfig config) {
        this.settings = config.security();
    }

    /**
     * How long a new API token lives; nothing for ever.
     *
     * @param wantedDays from 1 to 3650; absent for as long as may be
     * @throws ValidationFailedException for more than the operator allows
     */
    Optional<Duration> life(Optional<Integer> wantedDays) {
        int most = settings.maxTokenDays();
        if (wantedDays.filter(days -> days > most).isPresent()) {
            throw new ValidationFailedException("expires_in_days", "must be a whole number from 1 to " + most);
        }
        return wantedDays
                .or(() -> most < MAX_DAYS ? Optional.of(most) : Optional.empty())
                .map(Duration::ofDays);
    }

    /**
     * When what takes the place of a token ends, never later than a new one would. A session goes on and does not begin
     * anew: the token of a login keeps its end. An API token lives as long as the one before was made for.
     *
     * @param now when it is replaced
     */
    Optional<Instant> endAfter(ApiToken before, Instant now) {
        boolean login = before.kind() == TokenKind.LOGIN;
        Optional<Instant> latest = (login
                        ? Optional.of(Duration.ofDays(settings.loginTokenDays()))
                        : life(Optional.empty()))
                .map(now::plus);
        Optional<Instant> wanted = login
                ? before.expiry()
                : before.expiry().map(end -> now.plus(Duration.between(before.createdAt(), end)));
        return wanted.filter(end -> latest.isEmpty() || end.isBefore(latest.get()))
                .or(() -> latest);
    }

    /**
     * The scopes of a new token; nothing for all that the role has.
     *
     * @param wanted names; absent for those of the token that makes it
     * @throws ValidationFailedException for a name that is none, and for an empty list
     * @throws ProblemException ADMIN_REQUIRED for {@code admin} without the role
     * @throws InsufficientScopeException for more than the token has that makes it
     */
    Optional<Scopes> scopes(TokenVerification.Valid maker, Optional<List<String>> wanted) {
        if (wanted.isEmpty()) {
            return maker.token().granted().map(granted -> maker.scopes());
        }
        List<Optional<Scope>> read =
                wanted.get().stream().map(Scope::fromWireName).toList();
        if (read.isEmpty() || read.stream().anyMatch(Optional::isEmpty)) {
            throw new ValidationFailedException("scopes", UNKNOWN_SCOPE);
        }
        Scopes scopes = Scopes.of(read.stream().flatMap(Optional::stream).toList());
        if (scopes.has(Scope.ADMIN) && maker.user().role() != Role.ADMIN) {
            throw ProblemType.ADMIN_REQUIRED.exception();
        }
        requireNoMore(maker, scopes);
        return Optional.of(scopes);
    }

    /** Fails with {@link InsufficientScopeException} when a token may do what the calling one may not. */
    void requireNoMore(TokenVerification.Valid maker, Scopes scopes) {
        Scopes missing = scopes.without(maker.scopes());
        if (!missing.isEmpty()) {
            throw new InsufficientScopeException(missing.toString());
        }
    }

    /**
     * Demands that a token, which another one of the same grant shall replace, was granted no more than the token that asks.
     * It is the grant that counts, and not only what the role makes of it today: the role may change.
     */
    void requireNoMore(TokenVerification.Valid maker, ApiToken other) {
        requireNoMore(maker, other.scopes(maker.user().role()));
        maker.token().granted().ifPresent(mine -> {
            Scopes missing = other.granted().orElse(Scopes.of(Role.ADMIN)).without(mine);
            if (!missing.isEmpty()) {
                throw new InsufficientScopeException(missing.toString());
            }
        });
    }

    /** How many tokens of a kind a user may have; 0 for any number. */
    int most(TokenKind kind) {
        return kind == TokenKind.LOGIN ? settings.maxLoginTokens() : settings.maxTokensPerUser();
    }
}
