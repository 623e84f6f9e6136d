package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.ScanCursor;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.LastUse;
import org.meshgate.identity.token.TokenArguments;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.redis.Timestamps;
import org.meshgate.runtime.Batch;
import org.meshgate.runtime.Page;

/**
 * Stores the tokens of a user in Redis. Every method is one round trip with bounded reads, and every change of
 * several keys is one Lua script. Contains no business rules; callers check permissions.
 */
@ApplicationScoped
public class TokenStore {

    /** Approximate number of tokens per scan step. */
    private static final int SCAN_COUNT = 500;

    private static final String LIBRARY = "lib/tokens.lua";
    private static final LuaScript ADD = LuaScript.load("identity", LIBRARY, "add-token.lua");
    private static final LuaScript GET = LuaScript.load("identity", "get-token.lua");
    private static final LuaScript PAGE = LuaScript.load("identity", LIBRARY, "page-tokens.lua");
    private static final LuaScript LIST = LuaScript.load("identity", LIBRARY, "list-tokens.lua");
    private static final LuaScript ENDING = LuaScript.load("identity", LIBRARY, "ending-tokens.lua");
    private static final LuaScript ROTATE = LuaScript.load("identity", LIBRARY, "rotate-token.lua");
    private static final LuaScript REVOKE = LuaScript.load("identity", LIBRARY, "revoke-token.lua");
    private static final LuaScript RECORD_USES = LuaScript.load("identity", "record-uses.lua");

    private static final String EMPTY = "";

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

    /** The result of adding or rotating a token. */
    public enum Outcome {
        /** The token is valid now. */
        DONE,
        /** The caller's token was revoked meanwhile, or the user was deleted. */
        CALLER_GONE,
        /** The token to replace was changed since the caller read it. */
        TOKEN_CHANGED,
        /** The user has reached the maximum number of tokens. */
        TOO_MANY
    }

    /** One use of a token. */
    public record TokenUse(String userId, String tokenId, LastUse use) {}

    /** A token and its last recorded use. */
    public record TokenAndUse(ApiToken token, Optional<LastUse> lastUse) {}

    /**
     * A token as read from Redis, for compare-and-set.
     *
     * @param text the JSON exactly as stored in Redis
     * @param lastUse the last recorded use; login tokens only
     */
    public record StoredToken(ApiToken token, String text, Optional<Instant> lastUse) {}

    /**
     * Adds an API token.
     *
     * @param callerTokenId id of the token that authenticated the request; it must still be valid
     * @param max maximum number of API tokens per user; 0 for unlimited
     */
    public Uni<Outcome> add(String callerTokenId, IssuedToken token, int max) {
        return redis.run(
                        ADD,
                        keys.userAndTokens(token.record().userId()),
                        TokenArguments.append(
                                List.of(EMPTY, callerTokenId, EMPTY, keys.token(EMPTY), Integer.toString(max)),
                                token,
                                json))
                .map(TokenStore::outcome)
                // here the script says "changed" only if the user is gone
                .map(outcome -> outcome == Outcome.TOKEN_CHANGED ? Outcome.CALLER_GONE : outcome);
    }

    /**
     * Adds an API token on behalf of its owner, whose tokens an administrator manages.
     *
     * @param max maximum number of API tokens per user; 0 for unlimited
     * @return {@link Outcome#TOKEN_CHANGED} if the owner was deleted
     */
    public Uni<Outcome> addForOwner(IssuedToken token, int max) {
        return redis.run(
                        ADD,
                        keys.userAndTokens(token.record().userId()),
                        TokenArguments.append(
                                List.of(EMPTY, EMPTY, EMPTY, keys.token(EMPTY), Integer.toString(max)), token, json))
                .map(TokenStore::outcome);
    }

    /** Finds a token of a user by its id. */
    public Uni<Optional<StoredToken>> find(String userId, String tokenId) {
        return redis.run(
                        GET, List.of(keys.tokensOf(userId), keys.loginsOf(userId)), List.of(keys.token(EMPTY), tokenId))
                .map(reply -> reply.flatMap(found -> json.read(found.get(0).toString(), ApiToken.class)
                        .map(token -> new StoredToken(
                                token,
                                found.get(0).toString(),
                                Timestamps.ofScore(found.get(1).toString())))));
    }

    /**
     * Replaces a token with a new one.
     *
     * @param before the token to replace
     * @param after the replaced token with its shortened expiry; empty to revoke it at once
     * @param max maximum number of tokens of this kind per user, 0 for unlimited; as many API tokens again may be in
     *     their grace period
     */
    public Uni<Outcome> rotate(
            String callerTokenId, StoredToken before, Optional<ApiToken> after, IssuedToken token, int max) {
        return redis.run(
                        ROTATE,
                        keys.userAndTokens(token.record().userId()),
                        TokenArguments.append(
                                List.of(
                                        callerTokenId,
                                        before.token().id(),
                                        before.text(),
                                        after.map(json::write).orElse(EMPTY),
                                        after.flatMap(ApiToken::expiry)
                                                .map(end -> Long.toString(end.toEpochMilli()))
                                                .orElse(EMPTY),
                                        keys.token(EMPTY),
                                        Integer.toString(max)),
                                token,
                                json))
                .onItemOrFailure()
                .invoke(() -> stamps.changed(token.record().userId()))
                .map(TokenStore::outcome);
    }

    /** A page of a user's tokens, newest first. */
    public Uni<Page<TokenAndUse>> page(String userId, long offset, int limit) {
        return redis.run(
                        PAGE,
                        keys.tokens(userId),
                        List.of(keys.token(EMPTY), Long.toString(offset), Long.toString(offset + limit - 1)))
                .map(Optional::orElseThrow)
                .map(reply ->
                        new Page<>(tokensAndUses(reply.get(1)), reply.get(0).toLong()));
    }

    /**
     * Scans the tokens of a user, in no particular order.
     *
     * @param cursor cursor of the previous step; empty to begin
     */
    public Uni<Batch<ApiToken>> tokens(String userId, Optional<String> cursor) {
        return redis.run(
                        LIST,
                        keys.tokens(userId),
                        List.of(keys.token(EMPTY), ScanCursor.argument(cursor), Integer.toString(SCAN_COUNT)))
                .map(Optional::orElseThrow)
                .map(reply -> new Batch<>(json.readAll(reply.get(1), ApiToken.class), ScanCursor.next(reply.get(0))));
    }

    /**
     * The tokens of a user that expire within a time, earliest first. Login tokens are among them.
     *
     * @param after begin of the time, exclusive
     * @param until end of the time
     * @param max maximum number; to go on, ask for those after the last one's expiry
     */
    public Uni<List<ApiToken>> ending(String userId, Instant after, Instant until, int max) {
        return redis.run(
                        ENDING,
                        keys.tokens(userId),
                        List.of(
                                keys.token(EMPTY),
                                Long.toString(after.toEpochMilli()),
                                Long.toString(until.toEpochMilli()),
                                Integer.toString(max)))
                .map(reply -> json.readAll(reply.orElseThrow(), ApiToken.class));
    }

    /** Revokes a token. False if the user has none with this id. */
    public Uni<Boolean> revoke(String userId, String tokenId) {
        return redis.run(REVOKE, keys.tokens(userId), List.of(keys.token(EMPTY), tokenId))
                .onItemOrFailure()
                .invoke(() -> stamps.changed(userId))
                .map(reply -> reply.orElseThrow().toInteger() > 0);
    }

    /** Records the last uses of tokens. Tokens revoked meanwhile are skipped. */
    public Uni<Void> recordUses(List<TokenUse> uses) {
        List<String> arguments = new ArrayList<>(2 + 4 * uses.size());
        arguments.add(keys.tokensOf(EMPTY));
        arguments.add(keys.loginsOf(EMPTY));
        uses.forEach(use -> {
            arguments.add(use.userId());
            arguments.add(use.tokenId());
            arguments.add(Long.toString(use.use().time().getEpochSecond()));
            arguments.add(use.use().from().orElse(EMPTY));
        });
        return redis.run(RECORD_USES, List.of(keys.lastUses()), arguments).replaceWithVoid();
    }

    private List<TokenAndUse> tokensAndUses(Response triples) {
        List<TokenAndUse> tokens = new ArrayList<>(triples.size() / 3);
        for (int i = 0; i < triples.size(); i += 3) {
            Optional<String> from = Optional.of(triples.get(i + 2).toString()).filter(address -> !address.isEmpty());
            Optional<LastUse> lastUse = Optional.of(triples.get(i + 1).toString())
                    .filter(seconds -> !seconds.isEmpty())
                    .map(seconds -> new LastUse(Instant.ofEpochSecond(Long.parseLong(seconds)), from));
            json.read(triples.get(i).toString(), ApiToken.class)
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
}
