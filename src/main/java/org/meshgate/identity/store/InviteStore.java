package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.invite.Invite;
import org.meshgate.identity.invite.StoredInvite;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Invitations in Redis, under the hash of their code. One is used up by {@link UserStore#create}. */
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

    /** A page of invitations, and how many there are in all. */
    public record InvitePage(List<Invite> invites, long total) {}

    /** Keeps an invitation until it ends. */
    public Uni<Void> add(Invite invite, Instant now) {
        return redis.run(
                        ADD,
                        List.of(keys.invites(), keys.invite(invite.id())),
                        List.of(invite.id(), json.write(invite), millis(invite.expiresAt()), millis(now)))
                .replaceWithVoid();
    }

    /** The invitation with this id. */
    public Uni<Optional<StoredInvite>> find(String id) {
        return redis.send(Command.GET, List.of(keys.invite(id)))
                .map(reply -> reply.flatMap(text -> json.read(text.toString(), Invite.class)
                        .map(invite -> new StoredInvite(invite, text.toString()))));
    }

    /** A page of those that are neither used nor over, the ones that end last first. */
    public Uni<InvitePage> list(long offset, int limit, Instant now) {
        return redis.run(
                        LIST,
                        List.of(keys.invites()),
                        List.of(keys.invite(""), Long.toString(offset), Long.toString(offset + limit - 1), millis(now)))
                .map(Optional::orElseThrow)
                .map(reply -> new InvitePage(
                        StreamSupport.stream(reply.get(1).spliterator(), false)
                                .flatMap(text -> json.read(text.toString(), Invite.class).stream())
                                .toList(),
                        reply.get(0).toLong()));
    }

    /** Ends an invitation; false when there is none with this id. */
    public Uni<Boolean> withdraw(String id) {
        return redis.run(WITHDRAW, List.of(keys.invites(), keys.invite(id)), List.of(id))
                .map(reply -> reply.orElseThrow().toInteger() > 0);
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
