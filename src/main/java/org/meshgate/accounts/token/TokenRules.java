package org.meshgate.accounts.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scope;
import org.meshgate.caller.Scopes;
import org.meshgate.caller.TokenBudget;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;
import org.meshgate.identity.token.AllowedNetworks;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.problem.InsufficientScopeException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/** Rules for the lifetime, the scopes and the number of tokens. */
@ApplicationScoped
public class TokenRules {

    /** Maximum lifetime in days. If the operator allows this maximum, tokens without expiry are allowed too. */
    private static final int MAX_DAYS = 3650;

    private static final String UNKNOWN_SCOPE = "must be some of jobs:read, jobs:write, account and admin";
    private static final String WORKER_SCOPE = "must not have worker, which is for tokens of service accounts";

    private static final String NETWORKS_RULE = "must be 1 to " + AllowedNetworks.MAX
            + " addresses or networks such as 10.0.0.0/8 or 2001:db8::/32; leave it out for any";

    private final SecurityConfig settings;

    TokenRules(MeshgateConfig config) {
        this.settings = config.security();
    }

    /**
     * The lifetime of a new API token; empty if it never expires.
     *
     * @param requestedDays from 1 to 3650; empty for the longest allowed lifetime
     * @throws ValidationFailedException if the operator allows less
     */
    public Optional<Duration> lifetime(Optional<Integer> requestedDays) {
        int max = settings.maxTokenDays();
        if (requestedDays.filter(days -> days > max).isPresent()) {
            throw new ValidationFailedException("expires_in_days", "must be a whole number from 1 to " + max);
        }
        return requestedDays
                .or(() -> max < MAX_DAYS ? Optional.of(max) : Optional.empty())
                .map(Duration::ofDays);
    }

    /**
     * The expiry of the successor of a token, never later than that of a new token. A login token keeps its expiry,
     * because rotation continues the session. An API token gets the original lifetime again.
     *
     * @param now time of the rotation
     */
    Optional<Instant> successorExpiry(ApiToken before, Instant now) {
        boolean login = before.kind() == TokenKind.LOGIN;
        Optional<Instant> latest = (login
                        ? Optional.of(Duration.ofDays(settings.loginTokenDays()))
                        : lifetime(Optional.empty()))
                .map(now::plus);
        Optional<Instant> requested = login
                ? before.expiry()
                : before.expiry().map(end -> now.plus(Duration.between(before.createdAt(), end)));
        return requested
                .filter(end -> latest.isEmpty() || end.isBefore(latest.get()))
                .or(() -> latest);
    }

    /**
     * The scopes of a new token; empty for all scopes of the role.
     *
     * @param requested names of scopes; empty for those of the caller's token
     * @throws ValidationFailedException for an unknown name, an empty list, or {@code worker} for a person
     * @throws ProblemException ADMIN_REQUIRED for {@code admin} without the role
     * @throws InsufficientScopeException if the caller's token has fewer scopes
     */
    Optional<Scopes> scopes(TokenVerification.Valid caller, Optional<List<String>> requested) {
        if (requested.isEmpty()) {
            return caller.token().granted().map(granted -> caller.scopes());
        }
        List<Optional<Scope>> read =
                requested.get().stream().map(Scope::fromJsonName).toList();
        if (read.isEmpty() || read.stream().anyMatch(Optional::isEmpty)) {
            throw new ValidationFailedException("scopes", UNKNOWN_SCOPE);
        }
        Scopes scopes = Scopes.of(read.stream().flatMap(Optional::stream).toList());
        if (scopes.has(Scope.WORKER) && !caller.user().serviceAccount()) {
            throw new ValidationFailedException("scopes", WORKER_SCOPE);
        }
        if (scopes.has(Scope.ADMIN) && caller.user().role() != Role.ADMIN) {
            throw ProblemType.ADMIN_REQUIRED.exception();
        }
        requireScopesOf(caller, scopes);
        return Optional.of(scopes);
    }

    /** Throws {@link InsufficientScopeException} if the caller's token lacks one of the scopes. */
    void requireScopesOf(TokenVerification.Valid caller, Scopes scopes) {
        Scopes missing = scopes.without(caller.scopes());
        if (!missing.isEmpty()) {
            throw new InsufficientScopeException(missing.toString());
        }
    }

    /**
     * Throws {@link InsufficientScopeException} if a token to rotate was granted more than the caller's token. The
     * grant counts as well as the effective scopes, because the role may change later.
     */
    void requireScopesOf(TokenVerification.Valid caller, ApiToken other) {
        requireScopesOf(caller, other.scopes(caller.user().role()));
        caller.token().granted().ifPresent(mine -> {
            Scopes missing = other.granted().orElse(Scopes.of(Role.ADMIN)).without(mine);
            if (!missing.isEmpty()) {
                throw new InsufficientScopeException(missing.toString());
            }
        });
    }

    /**
     * The networks of a new token; empty for any.
     *
     * @param requested networks in CIDR notation; empty for any
     * @throws ValidationFailedException for text that is no network, an empty list, or too many networks
     */
    public Optional<AllowedNetworks> networks(Optional<List<String>> requested) {
        return requested.map(texts -> AllowedNetworks.parse(texts)
                .orElseThrow(() -> new ValidationFailedException("allowed_networks", NETWORKS_RULE)));
    }

    /**
     * The networks of a new token that the caller makes with another one.
     *
     * @param requested networks in CIDR notation; empty for those of the caller's token
     * @throws ValidationFailedException as {@link #networks(Optional)}, and for networks beyond those of the caller's
     *     token
     */
    Optional<AllowedNetworks> networks(TokenVerification.Valid caller, Optional<List<String>> requested) {
        if (requested.isEmpty()) {
            return caller.token().networks();
        }
        Optional<AllowedNetworks> networks = networks(requested);
        if (isWider(networks, caller.token().networks())) {
            throw new ValidationFailedException("allowed_networks", "must be within those of your token");
        }
        return networks;
    }

    /** Throws {@link ProblemType#NETWORK_NOT_ALLOWED} if a token to rotate has networks that the caller's has not. */
    void requireNetworksOf(TokenVerification.Valid caller, ApiToken other) {
        if (isWider(other.networks(), caller.token().networks())) {
            throw ProblemType.NETWORK_NOT_ALLOWED.exception();
        }
    }

    private static boolean isWider(Optional<AllowedNetworks> networks, Optional<AllowedNetworks> limit) {
        return limit.isPresent()
                && networks.filter(some -> some.areWithin(limit.get())).isEmpty();
    }

    /**
     * The budget of the caller's token, which a token that it creates shares.
     *
     * @throws ValidationFailedException if another one is requested
     */
    Optional<TokenBudget> sharedBudget(TokenVerification.Valid caller, RequestedBudget requested) {
        Optional<TokenBudget> budget = caller.token().budget();
        if (budget.isPresent() && requested.requested()) {
            throw new ValidationFailedException(
                    requested.perDay().isPresent() ? "gpu_seconds_per_day" : "gpu_seconds_per_month",
                    "must be absent: the new token shares the budget of the token in use");
        }
        return budget;
    }

    /** Fails with TOKEN_NOT_FOUND if the caller's token has a budget that a token to rotate does not share. */
    void requireBudgetOf(TokenVerification.Valid caller, ApiToken other) {
        if (caller.token().budget().isPresent() && !caller.token().budget().equals(other.budget())) {
            throw ProblemType.TOKEN_NOT_FOUND.exception();
        }
    }

    /** The maximum number of tokens of a kind per user; 0 for unlimited. */
    public int max(TokenKind kind) {
        return kind == TokenKind.LOGIN ? settings.maxLoginTokens() : settings.maxTokensPerUser();
    }
}
