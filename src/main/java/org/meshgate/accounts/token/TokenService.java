package org.meshgate.accounts.token;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.caller.TokenBudget;
import org.meshgate.identity.legacy.LegacyTokens;
import org.meshgate.identity.store.TokenStore;
import org.meshgate.identity.store.TokenStore.StoredToken;
import org.meshgate.identity.store.TokenStore.TokenAndUse;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.LastUse;
import org.meshgate.identity.token.TokenGrant;
import org.meshgate.identity.token.TokenIssuer;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.verify.TokenValidity;
import org.meshgate.problem.InsufficientScopeException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.runtime.Page;

/** Creates, lists, rotates and revokes the caller's tokens. */
@ApplicationScoped
public class TokenService {

    /** Maximum number of attempts if the token is changed concurrently. */
    private static final int MAX_ATTEMPTS = 3;

    private static final Pattern ID = Pattern.compile("tok_[0-9a-f]{16}");

    private final TokenStore store;
    private final LegacyTokens legacyTokens;
    private final TokenIssuer issuer;
    private final TokenRules rules;
    private final TokenSearch search;
    private final TokenRevoker tokenRevoker;
    private final TokenValidity validity;

    TokenService(
            TokenStore store,
            LegacyTokens legacyTokens,
            TokenIssuer issuer,
            TokenRules rules,
            TokenSearch search,
            TokenRevoker tokenRevoker,
            TokenValidity validity) {
        this.store = store;
        this.legacyTokens = legacyTokens;
        this.issuer = issuer;
        this.rules = rules;
        this.search = search;
        this.tokenRevoker = tokenRevoker;
        this.validity = validity;
    }

    /**
     * Creates an API token.
     *
     * @param request scopes and networks that are left out are those of the caller's token; a budget is not for a caller
     *     whose token has one, which the new token shares
     * @return fails with {@link ValidationFailedException}, {@link ProblemType#ADMIN_REQUIRED} or
     *     {@link InsufficientScopeException} for scopes that the caller cannot grant,
     *     {@link ProblemType#TOO_MANY_TOKENS}, or {@link ProblemType#INVALID_TOKEN} if the caller's token was revoked
     *     meanwhile
     */
    public Uni<IssuedToken> create(TokenVerification.Valid session, String name, TokenRequest request) {
        int max = rules.max(TokenKind.API);
        return Uni.createFrom()
                .item(() -> {
                    Optional<TokenBudget> shared = rules.sharedBudget(session, request.budget());
                    IssuedToken issued = issuer.issue(
                            session.user().id(),
                            name,
                            TokenKind.API,
                            new TokenGrant(
                                    rules.lifetime(request.lifetimeDays()),
                                    rules.scopes(session, request.scopes()),
                                    rules.networks(session, request.networks())));
                    return shared.map(issued::withBudget)
                            .orElseGet(() -> request.budget().limit(issued));
                })
                .chain(token -> store.add(session.token().id(), token, max).map(outcome -> switch (outcome) {
                    case DONE -> token;
                    case TOO_MANY -> throw ProblemType.TOO_MANY_TOKENS.exception(max);
                    case CALLER_GONE, TOKEN_CHANGED -> throw ProblemType.INVALID_TOKEN.exception();
                }));
    }

    /** Whether a listed token is valid: neither expired nor idle for too long. */
    public boolean isValid(TokenAndUse entry) {
        return validity.isValid(entry.token(), entry.lastUse().map(LastUse::time));
    }

    /** A page of tokens, newest first. Expired tokens stay listed for 30 days. */
    public Uni<Page<TokenAndUse>> list(String userId, long offset, int limit) {
        return legacyTokens.replaceAll(userId).chain(() -> store.page(userId, offset, limit));
    }

    /**
     * Rotates a token: issues a successor with the same name, kind, scopes, networks and budget. The successor of a login
     * token keeps
     * its expiry; that of an API token gets the original lifetime again.
     *
     * @param tokenId id of any token of the caller, including the one in use
     * @param grace how long the old token stays valid, never beyond its expiry
     * @return fails with {@link ProblemType#TOKEN_NOT_FOUND}, also for a token that does not share the budget of the
     *     caller's, {@link InsufficientScopeException} if the old token has
     *     scopes that the caller's token lacks, {@link ProblemType#NETWORK_NOT_ALLOWED} if it may be used from networks
     *     from which the caller's token may not, {@link ProblemType#TOKEN_ALREADY_ROTATED},
     *     {@link ProblemType#TOO_MANY_TOKENS}, or {@link ProblemType#INVALID_TOKEN} if the caller's token was revoked
     *     meanwhile
     */
    public Uni<IssuedToken> rotate(TokenVerification.Valid session, String tokenId, Duration grace) {
        if (!ID.matcher(tokenId).matches()) {
            return Uni.createFrom().failure(ProblemType.TOKEN_NOT_FOUND.exception());
        }
        return rotate(session, tokenId, grace, MAX_ATTEMPTS);
    }

    private Uni<IssuedToken> rotate(TokenVerification.Valid session, String tokenId, Duration grace, int attempts) {
        return store.find(session.user().id(), tokenId)
                .map(found -> found.filter(stored -> validity.isValid(stored.token(), stored.lastUse()))
                        .orElseThrow(ProblemType.TOKEN_NOT_FOUND::exception))
                .chain(stored -> replace(session, stored, grace))
                .chain(issued -> issued.isPresent()
                        ? Uni.createFrom().item(issued.get())
                        : attempts > 1
                                ? rotate(session, tokenId, grace, attempts - 1)
                                : Uni.createFrom().failure(ProblemType.TOKEN_NOT_FOUND.exception()));
    }

    /** Empty if the token was changed since it was read. */
    private Uni<Optional<IssuedToken>> replace(TokenVerification.Valid session, StoredToken stored, Duration grace) {
        ApiToken before = stored.token();
        before.successor().ifPresent(successor -> {
            throw ProblemType.TOKEN_ALREADY_ROTATED.exception(successor);
        });
        rules.requireScopesOf(session, before);
        rules.requireNetworksOf(session, before);
        rules.requireBudgetOf(session, before);
        Instant now = issuer.now();
        IssuedToken token = issuer.issueInPlaceOf(before, now, rules.successorExpiry(before, now));
        Optional<ApiToken> after = grace.isZero()
                ? Optional.empty()
                : Optional.of(before.replacedBy(token.record().id(), now.plus(grace)));
        int max = rules.max(before.kind());
        return store.rotate(session.token().id(), stored, after, token, max).map(outcome -> switch (outcome) {
            case DONE -> Optional.of(token);
            case TOKEN_CHANGED -> Optional.empty();
            case TOO_MANY -> throw ProblemType.TOO_MANY_TOKENS.exception(max);
            case CALLER_GONE -> throw ProblemType.INVALID_TOKEN.exception();
        });
    }

    /**
     * Revokes a token.
     *
     * @param idOrTokenOrPrefix id, plain text, or the prefix that lists show, with or without the dots
     * @return the id of the token; fails with {@link ProblemType#TOKEN_NOT_FOUND},
     *     {@link ProblemType#AMBIGUOUS_TOKEN_PREFIX}, or {@link ValidationFailedException} for a prefix that is too
     *     short
     */
    public Uni<String> revoke(String userId, String idOrTokenOrPrefix) {
        return legacyTokens
                .replaceAll(userId)
                .chain(() -> ID.matcher(idOrTokenOrPrefix).matches()
                        ? Uni.createFrom().item(idOrTokenOrPrefix)
                        : search.idOf(userId, idOrTokenOrPrefix))
                .call(tokenId -> store.revoke(userId, tokenId).invoke(revoked -> {
                    if (!revoked) {
                        throw ProblemType.TOKEN_NOT_FOUND.exception();
                    }
                }));
    }

    /**
     * Revokes all tokens of a user, or all of one kind.
     *
     * @param keepTokenId token that stays valid
     * @return the number of revoked tokens
     */
    public Uni<Integer> revokeAll(String userId, Optional<TokenKind> kind, Optional<String> keepTokenId) {
        return tokenRevoker.revoke(userId, keepTokenId, kind);
    }
}
