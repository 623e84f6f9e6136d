package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.code.Invite;
import org.meshgate.identity.code.StoredInvite;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.runtime.Page;

/** Stores invitations in Redis, keyed by the hash of their code. {@link UserStore#create} consumes them. */
@ApplicationScoped
public class InviteStore {

    private static final LuaScript ADD = LuaScript.load("identity", "add-invite.lua");
    private static final LuaScript LIST = LuaScript.load("identity", "list-invites.lua");
    private static final LuaScript WITHDRAW = LuaScript.load("identity", "withdraw-invite.lua");

    private final RedisCommands redis;
    private final RecordJson json;
    private final IdentityKeys keys;

    InviteStore(RedisCommands redis, RecordJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.keys = new IdentityKeys(prefix);
    }
    /** Stores an invitation until it expires. */
    public Uni<Void> add(Invite invite, Instant now) {
        return redis.run(
                        ADD,
                        List.of(keys.invites(), keys.invite(invite.id())),
                        List.of(invite.id(), json.write(invite), millis(invite.expiresAt()), millis(now)))
                .replaceWithVoid();
    }

    /** Finds an invitation by its id. */
    public Uni<Optional<StoredInvite>> find(String id) {
        return redis.send(Command.GET, List.of(keys.invite(id)))
                .map(reply -> reply.flatMap(text -> json.read(text.toString(), Invite.class)
                        .map(invite -> new StoredInvite(invite, text.toString()))));
    }

    /** A page of open invitations (neither used nor expired), latest expiry first. */
    public Uni<Page<Invite>> list(long offset, int limit, Instant now) {
        return redis.run(
                        LIST,
                        List.of(keys.invites()),
                        List.of(keys.invite(""), Long.toString(offset), Long.toString(offset + limit - 1), millis(now)))
                .map(Optional::orElseThrow)
                .map(reply -> new Page<>(
                        json.readAll(reply.get(1), Invite.class), reply.get(0).toLong()));
    }

    /** Withdraws an invitation. False if none has this id. */
    public Uni<Boolean> withdraw(String id) {
        return redis.run(WITHDRAW, List.of(keys.invites(), keys.invite(id)), List.of(id))
                .map(reply -> reply.orElseThrow().toInteger() > 0);
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
