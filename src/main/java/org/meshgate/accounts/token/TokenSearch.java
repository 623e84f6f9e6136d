package org.meshgate.accounts.token;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.store.TokenStore;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/** Finds a token of a user by its plain text or by a prefix of it. */
@ApplicationScoped
class TokenSearch {

    private static final int MIN_PREFIX_LENGTH = 8;
    private static final Pattern TRAILING_DOTS = Pattern.compile("\\.{1,3}$");

    private final UserStore users;
    private final TokenStore tokens;

    TokenSearch(UserStore users, TokenStore tokens) {
        this.users = users;
        this.tokens = tokens;
    }

    /**
     * Finds the id of a token.
     *
     * @param wanted plain text, or the prefix that lists show, with or without the dots
     * @return fails with {@link ProblemType#TOKEN_NOT_FOUND}, {@link ProblemType#AMBIGUOUS_TOKEN_PREFIX}, or
     *     {@link ValidationFailedException} for a prefix under {@value #MIN_PREFIX_LENGTH} characters
     */
    Uni<String> idOf(String userId, String wanted) {
        if (TokenFormat.wellFormed(wanted)) {
            return findOwn(userId, wanted).map(found -> found.orElseThrow(ProblemType.TOKEN_NOT_FOUND::exception));
        }
        if (TokenFormat.isLegacy(wanted)) { // ambiguous: may also be a prefix of a current token
            return findOwn(userId, wanted)
                    .chain(found ->
                            found.isPresent() ? Uni.createFrom().item(found.get()) : idByPrefix(userId, wanted));
        }
        return idByPrefix(userId, wanted);
    }

    private Uni<Optional<String>> findOwn(String userId, String text) {
        return users.findToken(text).map(found -> found.map(UserStore.TokenAndOwner::token)
                .filter(token -> token.userId().equals(userId))
                .map(ApiToken::id));
    }

    private Uni<String> idByPrefix(String userId, String wanted) {
        String prefix = TRAILING_DOTS.matcher(wanted).replaceFirst("");
        if (prefix.length() < MIN_PREFIX_LENGTH) {
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
                    case 0 -> throw ProblemType.TOKEN_NOT_FOUND.exception();
                    case 1 -> matches.get(0);
                    default -> throw ProblemType.AMBIGUOUS_TOKEN_PREFIX.exception();
                });
    }

    /** Scans the tokens in bounded steps until two match. */
    private Uni<List<String>> collect(
            String userId, Predicate<ApiToken> wanted, Optional<String> cursor, List<String> found) {
        return tokens.tokens(userId, cursor).chain(step -> {
            step.items().stream()
                    .filter(wanted)
                    .map(ApiToken::id)
                    .filter(id -> !found.contains(id)) // SCAN may return an element twice
                    .forEach(found::add);
            return found.size() > 1 || step.next().isEmpty()
                    ? Uni.createFrom().item(found)
                    : collect(userId, wanted, step.next(), found);
        });
    }
}
