package org.meshgate.accounts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.meshgate.identity.ApiToken;
import org.meshgate.identity.IdentityStore;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.TokenStore;
import org.meshgate.problem.AmbiguousTokenPrefixException;
import org.meshgate.problem.TokenNotFoundException;
import org.meshgate.problem.ValidationFailedException;

/** Finds one of a user's tokens by its text, or by the beginning of it. */
@ApplicationScoped
class TokenSearch {

    private static final int SHORTEST_PREFIX = 8;
    private static final Pattern TRAILING_DOTS = Pattern.compile("\\.{1,3}$");

    private final IdentityStore identities;
    private final TokenStore tokens;

    TokenSearch(IdentityStore identities, TokenStore tokens) {
        this.identities = identities;
        this.tokens = tokens;
    }

    /**
     * The id of the token.
     *
     * @param wanted its full text, or the prefix that lists show, with or without the dots
     * @return fails with {@link TokenNotFoundException}, {@link AmbiguousTokenPrefixException}, or
     *     {@link ValidationFailedException} for a prefix under {@value #SHORTEST_PREFIX} characters
     */
    Uni<String> idOf(String userId, String wanted) {
        if (TokenFormat.wellFormed(wanted)) {
            return findOwn(userId, wanted).map(found -> found.orElseThrow(TokenNotFoundException::new));
        }
        if (TokenFormat.isOld(wanted)) { // or as many characters of the beginning of a new one
            return findOwn(userId, wanted)
                    .chain(found ->
                            found.isPresent() ? Uni.createFrom().item(found.get()) : idByPrefix(userId, wanted));
        }
        return idByPrefix(userId, wanted);
    }

    private Uni<Optional<String>> findOwn(String userId, String text) {
        return identities.findToken(text).map(found -> found.map(IdentityStore.TokenAndOwner::token)
                .filter(token -> token.userId().equals(userId))
                .map(ApiToken::id));
    }

    private Uni<String> idByPrefix(String userId, String wanted) {
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
                    case 1 -> matches.get(0);
                    default -> throw new AmbiguousTokenPrefixException();
                });
    }

    /** Step by step through all tokens until two fit, so that no single read of Redis grows with their number. */
    private Uni<List<String>> collect(
            String userId, Predicate<ApiToken> wanted, Optional<String> cursor, List<String> found) {
        return tokens.tokens(userId, cursor).chain(step -> {
            step.tokens().stream()
                    .filter(wanted)
                    .map(ApiToken::id)
                    .filter(id -> !found.contains(id)) // a scan may meet one twice
                    .forEach(found::add);
            return found.size() > 1 || step.next().isEmpty()
                    ? Uni.createFrom().item(found)
                    : collect(userId, wanted, step.next(), found);
        });
    }
}
