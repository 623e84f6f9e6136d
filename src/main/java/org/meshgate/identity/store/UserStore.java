package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.meshgate.caller.Role;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.StoredTimes;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.invite.StoredInvite;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenArguments;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/**
 * Users and tokens in Redis. Every method is one round trip and reads a bounded amount; every change of more than one key
 * is one script. Holds no rule: callers decide what may be done.
 */
@ApplicationScoped
public class UserStore {

    /** How many tokens one step of a mass revocation looks at; so many end together with a change of the user. */
    private static final int REVOKE_STEP = 5000;

    private static final LuaScript CREATE_USER =
            LuaScript.load("identity", "tokens.lua", "search-index.lua", "create-user.lua");
    private static final LuaScript FIND_USER = LuaScript.load("identity", "find-user.lua");
    private static final LuaScript GET_USER = LuaScript.load("identity", "get-user.lua");
    private static final LuaScript LIST_USERS = LuaScript.load("identity", "list-users.lua");
    private static final LuaScript DELETE_USER = LuaScript.load("identity", "search-index.lua", "delete-user.lua");
    private static final LuaScript FIND_TOKEN = LuaScript.load("identity", "find-token.lua");
    private static final LuaScript ADD_TOKEN = LuaScript.load("identity", "tokens.lua", "add-token.lua");
    private static final LuaScript REVOKE_TOKENS = LuaScript.load("identity", "tokens.lua", "revoke-tokens.lua");

    private static final String EMPTY = "";
    private static final String START = "0";

    private final RedisCommands redis;
    private final RecordJson json;
    private final InvalidationStamps stamps;
    private final IdentityKeys keys;

    UserStore(RedisCommands redis, RecordJson json, InvalidationStamps stamps, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.stamps = stamps;
        this.keys = new IdentityKeys(prefix);
    }

    /** What became of a new account. */
    public enum Creation {
        /** It exists now. */
        CREATED,
        /** Another account has its name, in this or another case. */
        USERNAME_TAKEN,
        /** Another account has its e-mail address, in this or another case. */
        EMAIL_TAKEN,
        /** The invitation was used, withdrawn, or has ended meanwhile, or who made it is no active administrator. */
        INVITE_GONE,
        /** There are accounts of 3DAIGC-API that the indexes do not know, so nobody can tell whether a name is taken. */
        NOT_INDEXED
    }

    /** What became of the token of a login. */
    public enum Addition {
        /** It works now. */
        ADDED,
        /** The user was changed or deleted since the caller read it. */
        USER_CHANGED
    }

    /** What became of a user to delete. */
    public enum Deletion {
        /** It is gone. */
        DELETED,
        /** It was changed or deleted since the caller read it. */
        USER_CHANGED,
        /** It is the last administrator and stays. */
        LAST_ADMIN,
        /** It is an administrator, and nobody can tell whether the last one: not all accounts are in the indexes yet. */
        NOT_INDEXED
    }

    /**
     * A token and whose it is.
     *
     * @param owner absent when the account was deleted
     * @param lastUse of the token of a login, as far as it was written down
     */
    public record TokenAndOwner(ApiToken token, Optional<User> owner, Optional<Instant> lastUse) {}

    /** A user and how many tokens they have. */
    public record UserAndTokenCount(StoredUser user, long tokens) {}

    /** A page of users, and how many there are in all. */
    public record UserPage(List<User> users, long total) {}

    /**
     * One step of a mass revocation.
     *
     * @param userChanged nothing was done, because the user is not as the caller read it
     */
    public record RevocationStep(boolean userChanged, int revoked, Optional<String> next) {}

    /**
     * Makes an account together with its first token.
     *
     * @param invite which is used up in the same step
     */
    public Uni<Creation> create(User user, IssuedToken first, Optional<StoredInvite> invite) {
        List<String> names = List.of(
                keys.folded(user.username()),
                keys.folded(user.email()),
                keys.username(IdentityKeys.fold(user.username())),
                keys.email(IdentityKeys.fold(user.email())),
                keys.user(user.id()),
                keys.allUsers(),
                keys.usersByTime(),
                keys.admins(),
                keys.username(user.username()),
                keys.email(user.email()));
        List<String> others = List.of(
                keys.search(),
                keys.searched(),
                keys.invites(),
                keys.invite(invite.map(StoredInvite::id).orElse(EMPTY)));
        List<String> account = List.of(
                user.id(),
                json.write(user),
                Long.toString(user.created().orElse(Instant.EPOCH).toEpochMilli()),
                user.role() == Role.ADMIN ? "admin" : "user",
                keys.token(EMPTY));
        List<String> invitation = List.of(
                IdentityKeys.fold(user.username()),
                IdentityKeys.fold(user.email()),
                invite.map(StoredInvite::text).orElse(EMPTY),
                invite.map(StoredInvite::id).orElse(EMPTY),
                invite.map(stored -> stored.invite().createdBy()).orElse(EMPTY));
        return redis.run(
                        CREATE_USER,
                        concat(concat(names, keys.tokens(user.id())), others),
                        concat(concat(account, TokenArguments.of(first, json)), invitation))
                .map(reply -> switch (text(reply)) {
                    case "created" -> Creation.CREATED;
                    case "username" -> Creation.USERNAME_TAKEN;
                    case "not-indexed" -> Creation.NOT_INDEXED;
                    case "invite" -> Creation.INVITE_GONE;
                    default -> Creation.EMAIL_TAKEN;
                });
    }

    /** The user with this name or e-mail address; an exact name wins, then one that differs in case, then the address. */
    public Uni<Optional<StoredUser>> findByLogin(String login) {
        return redis.run(
                        FIND_USER,
                        List.of(
                                keys.username(login),
                                keys.username(IdentityKeys.fold(login)),
                                keys.email(login),
                                keys.email(IdentityKeys.fold(login)),
                                keys.folded(login)),
                        List.of(keys.user(EMPTY)))
                .map(reply -> reply.flatMap(text -> storedUser(text.toString())));
    }

    /** The user with this id. */
    public Uni<Optional<UserAndTokenCount>> find(String userId) {
        return redis.run(
                        GET_USER,
                        List.of(keys.user(userId), keys.tokensOf(userId), keys.legacyTokensOf(userId)),
                        List.of())
                .map(reply -> reply.flatMap(found -> storedUser(found.get(0).toString())
                        .map(user -> new UserAndTokenCount(user, found.get(1).toLong()))));
    }

    /** A page of users, newest first. */
    public Uni<UserPage> list(long offset, int limit) {
        return redis.run(
                        LIST_USERS,
                        List.of(keys.usersByTime()),
                        List.of(keys.user(EMPTY), Long.toString(offset), Long.toString(offset + limit - 1)))
                .map(Optional::orElseThrow)
                .map(reply -> new UserPage(
                        StreamSupport.stream(reply.get(1).spliterator(), false)
                                .flatMap(text -> json.read(text.toString(), User.class).stream())
                                .toList(),
                        reply.get(0).toLong()));
    }

    /** Deletes a user; their tokens work no more from then on, {@link #revokeTokens} clears them away. */
    public Uni<Deletion> delete(StoredUser stored) {
        User user = stored.user();
        return redis.run(
                        DELETE_USER,
                        List.of(
                                keys.user(user.id()),
                                keys.allUsers(),
                                keys.usersByTime(),
                                keys.admins(),
                                keys.folded(user.username()),
                                keys.alike(user.username()),
                                keys.folded(user.email()),
                                keys.alike(user.email()),
                                keys.search(),
                                keys.searched(),
                                keys.username(IdentityKeys.fold(user.username())),
                                keys.email(IdentityKeys.fold(user.email())),
                                keys.username(user.username()),
                                keys.email(user.email())),
                        List.of(user.id(), stored.text(), user.role().wireName()))
                .onItemOrFailure()
                .invoke(() -> stamps.changed(user.id()))
                .map(reply -> switch (text(reply)) {
                    case "deleted" -> Deletion.DELETED;
                    case "last-admin" -> Deletion.LAST_ADMIN;
                    case "not-indexed" -> Deletion.NOT_INDEXED;
                    default -> Deletion.USER_CHANGED;
                });
    }

    /** The token with this text. */
    public Uni<Optional<TokenAndOwner>> findToken(String token) {
        return redis.run(
                        FIND_TOKEN,
                        List.of(keys.token(TokenFormat.sha256(token))),
                        List.of(keys.user(EMPTY), keys.loginsOf(EMPTY)))
                .map(reply -> reply.flatMap(found -> json.read(found.get(0).toString(), ApiToken.class)
                        .map(record -> new TokenAndOwner(
                                record,
                                json.read(found.get(1).toString(), User.class),
                                StoredTimes.ofScore(found.get(2).toString())))));
    }

    /**
     * Adds the token of a login, while the user is still as it was when the password was checked.
     *
     * @param changed what becomes of the user in the same step, if anything
     * @param most how many login tokens remain, those that were used last; 0 for any number
     */
    public Uni<Addition> addLoginToken(StoredUser user, Optional<User> changed, IssuedToken token, int most) {
        return redis.run(
                        ADD_TOKEN,
                        keys.userAndTokens(user.user().id()),
                        concat(
                                List.of(
                                        user.text(),
                                        EMPTY,
                                        changed.map(json::write).orElse(EMPTY),
                                        keys.token(EMPTY),
                                        Integer.toString(most)),
                                TokenArguments.of(token, json)))
                .onItemOrFailure()
                .invoke(() -> stamps.changed(user.user().id()))
                .map(reply -> "done".equals(text(reply)) ? Addition.ADDED : Addition.USER_CHANGED);
    }

    /**
     * Replaces a user and begins to end their tokens, in one step that happens entirely or not at all.
     *
     * @param keepTokenId a token that goes on
     * @param loginOnly whether tokens of kind {@code api} go on
     */
    public Uni<RevocationStep> replaceAndRevoke(
            StoredUser before, User after, Optional<String> keepTokenId, boolean loginOnly) {
        return revoke(after.id(), START, keepTokenId, kind(loginOnly), before.text(), json.write(after));
    }

    /**
     * One step of ending tokens.
     *
     * @param kind those that end; nothing for all
     */
    public Uni<RevocationStep> revokeTokens(
            String userId, Optional<String> cursor, Optional<String> keepTokenId, Optional<TokenKind> kind) {
        return revoke(userId, cursor.orElse(START), keepTokenId, kind, EMPTY, EMPTY);
    }

    private static Optional<TokenKind> kind(boolean loginOnly) {
        return loginOnly ? Optional.of(TokenKind.LOGIN) : Optional.empty();
    }

    private Uni<RevocationStep> revoke(
            String userId,
            String cursor,
            Optional<String> keep,
            Optional<TokenKind> kind,
            String before,
            String after) {
        return redis.run(
                        REVOKE_TOKENS,
                        keys.userAndTokens(userId),
                        List.of(
                                keys.token(EMPTY),
                                cursor,
                                Integer.toString(REVOKE_STEP),
                                keep.orElse(EMPTY),
                                kind.map(TokenKind::wireName).orElse("all"),
                                before,
                                after))
                .onItemOrFailure()
                .invoke(() -> stamps.changed(userId))
                .map(Optional::orElseThrow)
                .map(reply -> new RevocationStep(
                        "changed".equals(reply.get(0).toString()), reply.get(1).toInteger(), next(reply.get(2))));
    }

    private Optional<StoredUser> storedUser(String text) {
        return json.read(text, User.class).map(user -> new StoredUser(user, text));
    }

    private static Optional<String> next(Response cursor) {
        return Optional.of(cursor.toString()).filter(text -> !START.equals(text));
    }

    private static String text(Optional<Response> reply) {
        return reply.map(Response::toString).orElse(EMPTY);
    }

    private static List<String> concat(List<String> first, List<String> rest) {
        return Stream.concat(first.stream(), rest.stream()).toList();
    }
}
