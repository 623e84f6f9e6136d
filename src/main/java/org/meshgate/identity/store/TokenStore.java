package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.StoredTimes;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenArguments;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/**
 * The tokens of a user in Redis, beside {@link UserStore}. Every method is one round trip and reads a bounded amount;
 * every change of more than one key is one script. Holds no rule: callers decide what may be done.
 */
@ApplicationScoped
public class TokenStore {

    /** How many tokens one step of a search looks at. */
    private static final int STEP = 500;

    private static final String LIBRARY = "tokens.lua";
    private static final LuaScript ADD = LuaScript.load("identity", LIBRARY, "add-token.lua");
    private static final LuaScript GET = LuaScript.load("identity", "get-token.lua");
    private static final LuaScript PAGE = LuaScript.load("identity", LIBRARY, "page-tokens.lua");
    private static final LuaScript LIST = LuaScript.load("identity", LIBRARY, "list-tokens.lua");
    private static final LuaScript ROTATE = LuaScript.load("identity", LIBRARY, "rotate-token.lua");
    private static final LuaScript REVOKE = LuaScript.load("identity", LIBRARY, "revoke-token.lua");
    private static final LuaScript RECORD_USES = LuaScript.load("identity", "record-uses.lua");

    private static final String EMPTY = "";
    private static final String START = "0";

    private final RedisCommands redis;
    private final RecordJson json;
    private final InvalidationStamps stamps;
    private final IdentityKeys keys;

    TokenStore(RedisCommands redis, RecordJson json, InvalidationStamps stamps, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.stamps = stamps;
        this.keys = new IdentityKeys(prefix);
    }

    /** What became of a new token. */
    public enum Outcome {
        /** It works now. */
        DONE,
        /** The token that asked was revoked meanwhile, or its user deleted. */
        CALLER_GONE,
        /** What was to be replaced is not as it was read. */
        TOKEN_CHANGED,
        /** The user has as many as they may. */
        TOO_MANY
    }

    /** That a token was used. */
    public record TokenUse(String userId, String tokenId, Instant time) {}

    /** A token and when it was last used, as far as it was written down. */
    public record TokenAndUse(ApiToken token, Optional<Instant> lastUse) {}

    /** A page of tokens, newest first, and how many there are in all. */
    public record TokenPage(List<TokenAndUse> tokens, long total) {}

    /** One step of a search; the cursor leads to the next, and is absent at the end. */
    public record TokenStep(List<ApiToken> tokens, Optional<String> next) {}

    /**
     * A token as it was read, so that a change can tell whether it is still the same.
     *
     * @param text the JSON in Redis
     * @param lastUse of the token of a login, as far as it was written down
     */
    public record StoredToken(ApiToken token, String text, Optional<Instant> lastUse) {}

    /**
     * Adds an API token on behalf of another token of the same user.
     *
     * @param most how many the user may have; 0 for any number
     */
    public Uni<Outcome> add(String askingTokenId, IssuedToken token, int most) {
        return redis.run(
                        ADD,
                        keys.userAndTokens(token.record().userId()),
                        concat(
                                List.of(EMPTY, askingTokenId, EMPTY, keys.token(EMPTY), Integer.toString(most)),
                                TokenArguments.of(token, json)))
                .map(TokenStore::outcome)
                // here "changed" can only be said of the user
                .map(outcome -> outcome == Outcome.TOKEN_CHANGED ? Outcome.CALLER_GONE : outcome);
    }

    /** One token of a user, by its id. */
    public Uni<Optional<StoredToken>> find(String userId, String tokenId) {
        return redis.run(
                        GET, List.of(keys.tokensOf(userId), keys.loginsOf(userId)), List.of(keys.token(EMPTY), tokenId))
                .map(reply -> reply.flatMap(found -> json.read(found.get(0).toString(), ApiToken.class)
                        .map(token -> new StoredToken(
                                token,
                                found.get(0).toString(),
                                StoredTimes.ofScore(found.get(1).toString())))));
    }

    /**
     * Puts a new token in the place of another.
     *
     * @param before the other
     * @param after what becomes of it: a token that ends soon, or nothing when it ends now
     * @param most how many tokens of its kind the user may have, 0 for any number; of API tokens as many more may be in
     *     their last time
     */
    public Uni<Outcome> rotate(
            String askingTokenId, StoredToken before, Optional<ApiToken> after, IssuedToken token, int most) {
        return redis.run(
                        ROTATE,
                        keys.userAndTokens(token.record().userId()),
                        concat(
                                List.of(
                                        askingTokenId,
                                        before.token().id(),
                                        before.text(),
                                        after.map(json::write).orElse(EMPTY),
                                        after.flatMap(ApiToken::expiry)
                                                .map(end -> Long.toString(end.toEpochMilli()))
                                                .orElse(EMPTY),
                                        keys.token(EMPTY),
                                        Integer.toString(most)),
                                TokenArguments.of(token, json)))
                .onItemOrFailure()
                .invoke(() -> stamps.changed(token.record().userId()))
                .map(TokenStore::outcome);
    }

    /** A page of a user's tokens, newest first. */
    public Uni<TokenPage> page(String userId, long offset, int limit) {
        return redis.run(
                        PAGE,
                        keys.tokens(userId),
                        List.of(keys.token(EMPTY), Long.toString(offset), Long.toString(offset + limit - 1)))
                .map(Optional::orElseThrow)
                .map(reply ->
                        new TokenPage(tokensAndUses(reply.get(1)), reply.get(0).toLong()));
    }

    /**
     * One step through the tokens of a user, in no order.
     *
     * @param cursor of the step before, or nothing to begin
     */
    public Uni<TokenStep> tokens(String userId, Optional<String> cursor) {
        return redis.run(
                        LIST,
                        keys.tokens(userId),
                        List.of(keys.token(EMPTY), cursor.orElse(START), Integer.toString(STEP)))
                .map(Optional::orElseThrow)
                .map(reply -> new TokenStep(
                        StreamSupport.stream(reply.get(1).spliterator(), false)
                                .flatMap(text -> json.read(text.toString(), ApiToken.class).stream())
                                .toList(),
                        Optional.of(reply.get(0).toString()).filter(next -> !START.equals(next))));
    }

    /** Ends one token; false when the user has none with this id. */
    public Uni<Boolean> revoke(String userId, String tokenId) {
        return redis.run(REVOKE, keys.tokens(userId), List.of(keys.token(EMPTY), tokenId))
                .onItemOrFailure()
                .invoke(() -> stamps.changed(userId))
                .map(reply -> reply.orElseThrow().toInteger() > 0);
    }

    /** Writes down when tokens were last used; those that have ended meanwhile are left out. */
    public Uni<Void> recordUses(List<TokenUse> uses) {
        List<String> arguments = new ArrayList<>(2 + 3 * uses.size());
        arguments.add(keys.tokensOf(EMPTY));
        arguments.add(keys.loginsOf(EMPTY));
        uses.forEach(use -> {
            arguments.add(use.userId());
            arguments.add(use.tokenId());
            arguments.add(Long.toString(use.time().getEpochSecond()));
        });
        return redis.run(RECORD_USES, List.of(keys.lastUses()), arguments).replaceWithVoid();
    }

    private List<TokenAndUse> tokensAndUses(Response pairs) {
        List<TokenAndUse> tokens = new ArrayList<>(pairs.size() / 2);
        for (int i = 0; i < pairs.size(); i += 2) {
            Optional<Instant> lastUse = Optional.of(pairs.get(i + 1).toString())
                    .filter(seconds -> !seconds.isEmpty())
                    .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
            json.read(pairs.get(i).toString(), ApiToken.class)
                    .ifPresent(token -> tokens.add(new TokenAndUse(token, lastUse)));
        }
        return tokens;
    }

    private static Outcome outcome(Optional<Response> reply) {
        return switch (reply.map(Response::toString).orElse(EMPTY)) {
            case "done" -> Outcome.DONE;
            case "full" -> Outcome.TOO_MANY;
            case "revoked" -> Outcome.CALLER_GONE;
            default -> Outcome.TOKEN_CHANGED;
        };
    }

    private static List<String> concat(List<String> first, List<String> rest) {
        return Stream.concat(first.stream(), rest.stream()).toList();
    }
}
