package org.meshgate.accounts.service;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meshgate.accounts.token.RequestedBudget;
import org.meshgate.accounts.token.TokenRequest;
import org.meshgate.accounts.token.TokenRules;
import org.meshgate.caller.Scope;
import org.meshgate.caller.Scopes;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenGrant;
import org.meshgate.identity.token.TokenIssuer;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ValidationFailedException;

/** Issues tokens of service accounts. Their scopes are always named, and never {@code admin}. */
@ApplicationScoped
class ServiceTokens {

    private static final String SCOPES_RULE = "must be some of jobs:read, jobs:write, account and worker";

    private final TokenRules rules;
    private final TokenIssuer issuer;

    ServiceTokens(TokenRules rules, TokenIssuer issuer) {
        this.rules = rules;
        this.issuer = issuer;
    }

    /**
     * Checks what an administrator asks for.
     *
     * @param request without scopes {@code worker} alone, without networks any
     * @throws ValidationFailedException for an unknown scope, {@code admin}, no scope, or a lifetime or network that is
     *     not allowed
     */
    TokenGrant check(TokenRequest request) {
        return new TokenGrant(
                rules.lifetime(request.lifetimeDays()),
                Optional.of(request.scopes().map(ServiceTokens::scopes).orElse(Scopes.of(new Scope[] {Scope.WORKER}))),
                rules.networks(request.networks()));
    }

    /** Issues a token. The caller stores it. */
    IssuedToken issue(User account, TokenGrant grant, RequestedBudget budget) {
        return budget.limit(issuer.issue(account.id(), "Service token - " + account.username(), TokenKind.API, grant));
    }

    /** The maximum number of tokens per account; 0 for unlimited. */
    int max() {
        return rules.max(TokenKind.API);
    }

    private static Scopes scopes(List<String> names) {
        List<Optional<Scope>> read = names.stream().map(Scope::fromJsonName).toList();
        if (read.isEmpty()
                || read.stream().anyMatch(scope -> scope.filter(known -> known != Scope.ADMIN)
                        .isEmpty())) {
            throw new ValidationFailedException("scopes", SCOPES_RULE);
        }
        return Scopes.of(read.stream().flatMap(Optional::stream).toList());
    }
}
