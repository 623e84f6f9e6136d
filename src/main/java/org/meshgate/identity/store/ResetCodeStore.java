package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.code.ResetCode;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/**
 * Stores the reset codes of users in Redis, one per user. {@link TokenRevocationStore#replaceAndRevoke} consumes them;
 * the scripts that disable or delete a user delete them.
 */
@ApplicationScoped
public class ResetCodeStore {

    private static final LuaScript ADD = LuaScript.load("identity", "add-reset-code.lua");
    private static final LuaScript FIND = LuaScript.load("identity", "lib/reset-code.lua", "find-reset-code.lua");

    private final RedisCommands redis;
    private final RecordJson json;
    private final IdentityKeys keys;

    ResetCodeStore(RedisCommands redis, RecordJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.keys = new IdentityKeys(prefix);
    }

    /** The user of a reset code, and when the code expires. */
    public record CodeOwner(StoredUser user, Instant expiresAt) {}

    /**
     * Stores a code until it expires, in place of an earlier one of the user.
     *
     * @param maker id of the administrator who created it, or {@code cli}
     * @return false if the user was deleted
     */
    public Uni<Boolean> add(ResetCode code, String maker, Instant expiresAt) {
        return redis.run(
                        ADD,
                        List.of(keys.user(code.userId()), keys.resetCode(code.userId())),
                        List.of(code.sha256(), maker, Long.toString(expiresAt.toEpochMilli())))
                .map(reply -> reply.orElseThrow().toInteger() > 0);
    }

    /**
     * Finds the user of a code; empty if it was used or replaced, or its maker is no longer an active administrator.
     */
    public Uni<Optional<CodeOwner>> find(ResetCode code) {
        return redis.run(
                        FIND,
                        List.of(keys.user(code.userId()), keys.resetCode(code.userId()), keys.admins()),
                        List.of(code.sha256()))
                .map(reply -> reply.flatMap(found -> json.read(found.get(0).toString(), User.class)
                        .map(user -> new CodeOwner(
                                new StoredUser(user, found.get(0).toString()),
                                Instant.ofEpochMilli(found.get(1).toLong())))));
    }
}
