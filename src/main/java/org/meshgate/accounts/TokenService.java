package org.meshgate.accounts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.meshgate.identity.ApiToken;
import org.meshgate.identity.IdentityStore;
import org.meshgate.identity.IdentityStore.TokenAndUse;
import org.meshgate.identity.IssuedToken;
import org.meshgate.identity.OldTokens;
import org.meshgate.identity.TokenCheck;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.TokenIssuer;
import org.meshgate.identity.TokenKind;
import org.meshgate.problem.AmbiguousTokenPrefixException;
import org.meshgate.problem.InvalidTokenException;
import org.meshgate.problem.TokenNotFoundException;
import org.meshgate.problem.ValidationFailedException;

/** A user's own tokens. */
@ApplicationScoped
public class TokenService {

    /** The most tokens that one listing shows. */
    static final int LONGEST_LIST = 1000;

    private static final int SHORTEST_PREFIX = 8;
    private static final Pattern ID = Pattern.compile("tok_[0-9a-f]{16}");
    private static final Pattern TRAILING_DOTS = Pattern.compile("\\.{1,3}$");

    private final IdentityStore store;
    private final OldTokens oldTokens;
    private final TokenIssuer issuer;

    TokenService(IdentityStore store, OldTokens oldTokens, TokenIssuer issuer) {
        this.store = store;
        this.oldTokens = oldTokens;
        this.issuer = issuer;
    }

    /**
     * A user's tokens.
     *
     * @param tokens newest first, {@value #LONGEST_LIST} at most
     * @param total how many there are
     */
    public record TokenList(List<TokenAndUse> tokens, long total) {}

    /**
     * Makes an API token.
     *
     * @param lifetimeDays nothing for ever
     * @return fails with {@link InvalidTokenException} when the calling token was revoked meanwhile
     */
    public Uni<IssuedToken> create(TokenCheck.Valid session, String name, Optional<Integer> lifetimeDays) {
        IssuedToken token = issuer.issue(session.user().id(), name, TokenKind.API, lifetimeDays);
        return store.addToken(session.token().id(), token).map(addition -> switch (addition) {
            case ADDED -> token;
            case USER_CHANGED, ASKING_TOKEN_REVOKED -> throw new InvalidTokenException();
        });
    }

    /** The newest tokens. */
    public Uni<TokenList> list(String userId) {
        return oldTokens
                .replaceAll(userId)
                .chain(() -> collect(userId, token -> true, Optional.empty(), new ArrayList<>()))
                .map(all -> new TokenList(
                        all.stream()
                                .sorted(Comparator.comparing(
                                        (TokenAndUse entry) -> entry.token().createdAt(), Comparator.reverseOrder()))
                                .limit(LONGEST_LIST)
                                .toList(),
                        all.size()));
    }

    /**
     * Ends a token.
     *
     * @param idOrTokenOrPrefix its id, its full text, or the prefix that lists show, with or without the dots
     * @return the id of the token; fails with {@link TokenNotFoundException}, {@link AmbiguousTokenPrefixException}, or
     *     {@link ValidationFailedException} for a prefix under {@value #SHORTEST_PREFIX} characters
     */
    public Uni<String> revoke(String userId, String idOrTokenOrPrefix) {
        return oldTokens
                .replaceAll(userId)
                .chain(() -> identify(userId, idOrTokenOrPrefix))
                .call(tokenId -> store.revokeToken(userId, tokenId).invoke(revoked -> {
                    if (!revoked) {
                        throw new TokenNotFoundException();
                    }
                }));
    }

    private Uni<String> identify(String userId, String wanted) {
        if (ID.matcher(wanted).matches()) {
            return Uni.createFrom().item(wanted);
        }
        if (TokenFormat.wellFormed(wanted)) {
            return findOwn(userId, wanted).map(found -> found.orElseThrow(TokenNotFoundException::new));
        }
        if (TokenFormat.isOld(wanted)) { // or as many characters of the beginning of a new one
            return findOwn(userId, wanted)
                    .chain(found ->
                            found.isPresent() ? Uni.createFrom().item(found.get()) : identifyByPrefix(userId, wanted));
        }
        return identifyByPrefix(userId, wanted);
    }

    private Uni<Optional<String>> findOwn(String userId, String text) {
        return store.findToken(text).map(found -> found.map(IdentityStore.TokenAndOwner::token)
                .filter(token -> token.userId().equals(userId))
                .map(ApiToken::id));
    }

    private Uni<String> identifyByPrefix(String userId, String wanted) {
        String prefix = TRAILING_DOTS.matcher(wanted).replaceFirst("");
        if (prefix.length() < SHORTEST_PREFIX) {
            return Uni.createFrom()
                    .failure(new ValidationFailedException(
                            "token_or_prefix", "must be a token, its id, or at least 8 characters of its beginning"));
        }
        return collect(
                        userId,
                        token -> token.prefix().startsWith(prefix) || prefix.startsWith(token.prefix()),
                        Optional.empty(),
                        new ArrayList<>())
                .map(matches -> switch (matches.size()) {
                    case 0 -> throw new TokenNotFoundException();
                    case 1 -> matches.get(0).token().id();
                    default -> throw new AmbiguousTokenPrefixException();
                });
    }

    /** Step by step through all tokens, so that no single read of Redis grows with their number. */
    private Uni<List<TokenAndUse>> collect(
            String userId, Predicate<ApiToken> wanted, Optional<String> cursor, List<TokenAndUse> found) {
        return store.tokens(userId, cursor).chain(step -> {
            step.tokens().stream().filter(entry -> wanted.test(entry.token())).forEach(found::add);
            return step.next().isEmpty() ? Uni.createFrom().item(found) : collect(userId, wanted, step.next(), found);
        });
    }
}
