package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.code.StoredInvite;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenArguments;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserKind;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.redis.Timestamps;
import org.meshgate.runtime.Page;

/**
 * Stores users, with the tokens that change together with them, in Redis. Every method is one round trip with bounded
 * reads, and every change of several keys is one Lua script. Contains no business rules; callers check permissions.
 */
@ApplicationScoped
public class UserStore {

    private static final LuaScript CREATE_USER =
            LuaScript.load("identity", "lib/tokens.lua", "lib/search-index.lua", "create-user.lua");
    private static final LuaScript FIND_USER = LuaScript.load("identity", "find-user.lua");
    private static final LuaScript GET_USER = LuaScript.load("identity", "get-user.lua");
    private static final LuaScript LIST_USERS = LuaScript.load("identity", "list-users.lua");
    private static final LuaScript DELETE_USER = LuaScript.load("identity", "lib/search-index.lua", "delete-user.lua");
    private static final LuaScript FIND_TOKEN = LuaScript.load("identity", "find-token.lua");
    private static final LuaScript ADD_TOKEN = LuaScript.load("identity", "lib/tokens.lua", "add-token.lua");

    private static final String EMPTY = "";
    private static final String SERVICE = UserKind.SERVICE.jsonName();

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

    /** The result of creating an account. */
    public enum Creation {
        /** The account exists now. */
        CREATED,
        /** Another account has the username, compared case-insensitively. */
        USERNAME_TAKEN,
        /** Another account has the e-mail address, compared case-insensitively. */
        EMAIL_TAKEN,
        /**
         * The invitation was used, was withdrawn or has expired, or its creator is no longer an active administrator.
         */
        INVITE_GONE,
        /** There is an administrator already. */
        ADMIN_EXISTS,
        /** Some accounts of 3DAIGC-API are not indexed yet, so uniqueness cannot be checked. */
        NOT_INDEXED
    }

    /** The result of adding a login token. */
    public enum Addition {
        /** The token is valid now. */
        ADDED,
        /** The user was changed or deleted since the caller read it. */
        USER_CHANGED
    }

    /** The result of deleting a user. */
    public enum Deletion {
        /** The user is deleted. */
        DELETED,
        /** The user was changed or deleted since the caller read the record. */
        USER_CHANGED,
        /** The user is the last active administrator and was not deleted. */
        LAST_ADMIN,
        /**
         * The user is an administrator, and some accounts are not indexed yet, so the last one cannot be determined.
         */
        NOT_INDEXED
    }

    /**
     * A token and its owner.
     *
     * @param owner empty if the account was deleted
     * @param lastUse the last recorded use; login tokens only
     * @param limited whether administrators have set limits for the owner
     */
    public record TokenAndOwner(ApiToken token, Optional<User> owner, Optional<Instant> lastUse, boolean limited) {}

    /** A user and the number of the user's tokens. */
    public record UserAndTokenCount(StoredUser user, long tokens) {}

    /**
     * Creates an account and its first token.
     *
     * @param invite invitation to consume in the same script
     */
    public Uni<Creation> create(User user, IssuedToken first, Optional<StoredInvite> invite) {
        return create(user, first, invite, false);
    }

    /** Creates an administrator and a first token, unless there is an active administrator. */
    public Uni<Creation> createFirstAdmin(User user, IssuedToken first) {
        return create(user, first, Optional.empty(), true);
    }

    private Uni<Creation> create(User user, IssuedToken first, Optional<StoredInvite> invite, boolean firstAdmin) {
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
                keys.invite(invite.map(StoredInvite::id).orElse(EMPTY)),
                keys.services());
        List<String> account = List.of(
                user.id(),
                json.write(user),
                Long.toString(user.created().orElse(Instant.EPOCH).toEpochMilli()),
                user.serviceAccount() ? SERVICE : user.role().jsonName(),
                keys.token(EMPTY));
        List<String> invitation = List.of(
                IdentityKeys.fold(user.username()),
                IdentityKeys.fold(user.email()),
                invite.map(StoredInvite::text).orElse(EMPTY),
                invite.map(StoredInvite::id).orElse(EMPTY),
                invite.map(stored -> stored.invite().createdBy()).orElse(EMPTY),
                firstAdmin ? "first" : EMPTY);
        return redis.run(
                        CREATE_USER,
                        Stream.of(names, keys.tokens(user.id()), others)
                                .flatMap(List::stream)
                                .toList(),
                        Stream.of(account, TokenArguments.of(first, json), invitation)
                                .flatMap(List::stream)
                                .toList())
                .map(reply -> switch (text(reply)) {
                    case "created" -> Creation.CREATED;
                    case "admin" -> Creation.ADMIN_EXISTS;
                    case "username" -> Creation.USERNAME_TAKEN;
                    case "not-indexed" -> Creation.NOT_INDEXED;
                    case "invite" -> Creation.INVITE_GONE;
                    default -> Creation.EMAIL_TAKEN;
                });
    }

    /**
     * Finds a user by login. An exact username wins over one that differs in case, and both win over an e-mail
     * address.
     */
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

    /** Finds a user by id. */
    public Uni<Optional<UserAndTokenCount>> find(String userId) {
        return redis.run(
                        GET_USER,
                        List.of(keys.user(userId), keys.tokensOf(userId), keys.legacyTokensOf(userId)),
                        List.of())
                .map(reply -> reply.flatMap(found -> storedUser(found.get(0).toString())
                        .map(user -> new UserAndTokenCount(user, found.get(1).toLong()))));
    }

    /** A page of users, newest first. */
    public Uni<Page<User>> list(long offset, int limit) {
        return redis.run(
                        LIST_USERS,
                        List.of(keys.usersByTime()),
                        List.of(keys.user(EMPTY), Long.toString(offset), Long.toString(offset + limit - 1)))
                .map(Optional::orElseThrow)
                .map(reply -> new Page<>(
                        json.readAll(reply.get(1), User.class), reply.get(0).toLong()));
    }

    /** Deletes a user. Its tokens are invalid at once; {@link TokenRevocationStore#revoke} removes their records. */
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
                                keys.services(),
                                keys.limits(),
                                keys.resetCode(user.id()),
                                keys.username(IdentityKeys.fold(user.username())),
                                keys.email(IdentityKeys.fold(user.email())),
                                keys.username(user.username()),
                                keys.email(user.email())),
                        List.of(user.id(), stored.text(), user.role().jsonName()))
                .onItemOrFailure()
                .invoke(() -> stamps.changed(user.id()))
                .map(reply -> switch (text(reply)) {
                    case "deleted" -> Deletion.DELETED;
                    case "last-admin" -> Deletion.LAST_ADMIN;
                    case "not-indexed" -> Deletion.NOT_INDEXED;
                    default -> Deletion.USER_CHANGED;
                });
    }

    /** Finds a token and its owner by the plain text of the token. */
    public Uni<Optional<TokenAndOwner>> findToken(String token) {
        return redis.run(
                        FIND_TOKEN,
                        List.of(keys.token(TokenFormat.sha256(token))),
                        List.of(keys.user(EMPTY), keys.loginsOf(EMPTY), keys.limits()))
                .map(reply -> reply.flatMap(found -> json.read(found.get(0).toString(), ApiToken.class)
                        .map(record -> new TokenAndOwner(
                                record,
                                json.read(found.get(1).toString(), User.class),
                                Timestamps.ofScore(found.get(2).toString()),
                                found.get(3).toInteger() == 1))));
    }

    /**
     * Adds a login token, if the user is unchanged since the password was checked.
     *
     * @param changed user record to write in the same script, if any
     * @param max maximum number of login tokens per user, 0 for unlimited; the least recently used are revoked
     */
    public Uni<Addition> addLoginToken(StoredUser user, Optional<User> changed, IssuedToken token, int max) {
        return redis.run(
                        ADD_TOKEN,
                        keys.userAndTokens(user.user().id()),
                        TokenArguments.append(
                                List.of(
                                        user.text(),
                                        EMPTY,
                                        changed.map(json::write).orElse(EMPTY),
                                        keys.token(EMPTY),
                                        Integer.toString(max)),
                                token,
                                json))
                .onItemOrFailure()
                .invoke(() -> stamps.changed(user.user().id()))
                .map(reply -> "done".equals(text(reply)) ? Addition.ADDED : Addition.USER_CHANGED);
    }

    private Optional<StoredUser> storedUser(String text) {
        return json.read(text, User.class).map(user -> new StoredUser(user, text));
    }

    private static String text(Optional<Response> reply) {
        return reply.map(Response::toString).orElse(EMPTY);
    }
}
