package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.user.StoredLimits;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserLimits;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/**
 * Changes role, active state, e-mail address and limits of a user. One Lua script updates the records and the indexes,
 * and protects the last administrator.
 */
@ApplicationScoped
public class UserChangeStore {

    private static final LuaScript GET = LuaScript.load("identity", "get-user.lua");
    private static final LuaScript CHANGE = LuaScript.load("identity", "lib/search-index.lua", "change-user.lua");

    private final RedisCommands redis;
    private final RecordJson json;
    private final InvalidationStamps stamps;
    private final IdentityKeys keys;

    public UserChangeStore(RedisCommands redis, RecordJson json, InvalidationStamps stamps, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.stamps = stamps;
        this.keys = new IdentityKeys(prefix);
    }

    /** A user with the number of their tokens and their limits. */
    public record FoundUser(StoredUser user, long tokens, StoredLimits limits) {}

    /** The result of a change. */
    public enum Outcome {
        /** The change applies to every request from now on. */
        DONE,
        /** The user was changed or deleted since the caller read it. */
        USER_CHANGED,
        /** Another account has this address as its e-mail address or username, compared case-insensitively. */
        EMAIL_TAKEN,
        /** No active administrator would be left. */
        LAST_ADMIN,
        /**
         * Some accounts of 3DAIGC-API are not indexed yet, so uniqueness or the last administrator cannot be checked.
         */
        NOT_INDEXED
    }

    /** Finds a user by id. */
    public Uni<Optional<FoundUser>> find(String userId) {
        return redis.run(
                        GET,
                        List.of(keys.user(userId), keys.tokensOf(userId), keys.legacyTokensOf(userId), keys.limits()),
                        List.of(userId))
                .map(reply -> reply.flatMap(found -> foundUser(
                        found.get(0).toString(),
                        found.get(1).toLong(),
                        found.get(2).toString())));
    }

    private Optional<FoundUser> foundUser(String text, long tokens, String limits) {
        return json.read(text, User.class)
                .map(user -> new FoundUser(
                        new StoredUser(user, text),
                        tokens,
                        new StoredLimits(json.read(limits, UserLimits.class).orElse(UserLimits.NONE), limits)));
    }

    /**
     * Changes a user by compare-and-set.
     *
     * @param found as the caller read it
     * @param after differs from the user found in role, active state and e-mail address only
     * @param limits the limits to keep
     */
    public Uni<Outcome> change(FoundUser found, User after, UserLimits limits) {
        StoredUser before = found.user();
        User old = before.user();
        String name = IdentityKeys.fold(old.username());
        String oldEmail = IdentityKeys.fold(old.email());
        String newEmail = IdentityKeys.fold(after.email());
        return redis.run(
                        CHANGE,
                        List.of(
                                keys.user(old.id()),
                                keys.allUsers(),
                                keys.usersByTime(),
                                keys.admins(),
                                keys.search(),
                                keys.searched(),
                                keys.folded(old.email()),
                                keys.alike(old.email()),
                                keys.folded(after.email()),
                                keys.email(newEmail),
                                keys.email(after.email()),
                                keys.email(oldEmail),
                                keys.email(old.email()),
                                keys.limits(),
                                keys.resetCode(old.id())),
                        List.of(
                                old.id(),
                                before.text(),
                                json.write(after),
                                old.activeAdmin() ? "admin" : "",
                                after.activeAdmin() ? "admin" : "",
                                old.email().equals(after.email()) ? "" : "email",
                                oldEmail.equals(name) ? "keep" : "",
                                name,
                                newEmail,
                                found.limits().text(),
                                limits.equals(UserLimits.NONE) ? "" : json.write(limits),
                                old.active() && !after.active() ? "disabled" : ""))
                .onItemOrFailure()
                .invoke(() -> stamps.changed(old.id()))
                .map(reply -> switch (reply.orElseThrow().toString()) {
                    case "done" -> Outcome.DONE;
                    case "email" -> Outcome.EMAIL_TAKEN;
                    case "last-admin" -> Outcome.LAST_ADMIN;
                    case "not-indexed" -> Outcome.NOT_INDEXED;
                    default -> Outcome.USER_CHANGED;
                });
    }
}
