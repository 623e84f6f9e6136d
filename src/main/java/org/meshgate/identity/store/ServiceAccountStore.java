package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.user.User;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.runtime.Page;

/** Lists service accounts from their index in Redis. {@link UserStore} creates and deletes them. */
@ApplicationScoped
public class ServiceAccountStore {

    private static final LuaScript LIST = LuaScript.load("identity", "list-users.lua");

    private final RedisCommands redis;
    private final RecordJson json;
    private final IdentityKeys keys;

    ServiceAccountStore(RedisCommands redis, RecordJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.keys = new IdentityKeys(prefix);
    }

    /** A page of service accounts, newest first. */
    public Uni<Page<User>> list(long offset, int limit) {
        return redis.run(
                        LIST,
                        List.of(keys.services()),
                        List.of(keys.user(""), Long.toString(offset), Long.toString(offset + limit - 1)))
                .map(Optional::orElseThrow)
                .map(reply -> new Page<>(
                        json.readAll(reply.get(1), User.class), reply.get(0).toLong()));
    }
}
