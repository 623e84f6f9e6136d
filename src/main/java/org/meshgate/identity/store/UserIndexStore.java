package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.meshgate.caller.Role;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.ScanCursor;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserKind;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.runtime.Batch;

/** Indexes accounts created by 3DAIGC-API. Every step is bounded and idempotent. */
@ApplicationScoped
public class UserIndexStore {

    private static final LuaScript SCAN = LuaScript.load("identity", "scan-users.lua");
    private static final LuaScript INDEX = LuaScript.load("identity", "lib/search-index.lua", "index-users.lua");

    private static final int SEARCH_ENTRIES_PER_USER = 2;

    private static final String EMPTY = "";

    private final RedisCommands redis;
    private final RecordJson json;
    private final IdentityKeys keys;

    UserIndexStore(RedisCommands redis, RecordJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.keys = new IdentityKeys(prefix);
    }

    /**
     * One entry of the set of all users.
     *
     * @param text JSON of the record; empty if there is none or the key is not a string
     * @param user the parsed record; empty if it is unreadable
     * @param exists whether the key of the record exists
     * @param legacyTokens number of listed 3DAIGC-API tokens
     */
    public record ScannedUser(
            String id, String text, Optional<User> user, boolean exists, boolean indexed, long legacyTokens) {

        @Override
        public String toString() {
            return "ScannedUser[" + id + "]";
        }
    }
    /** The number of users. */
    public Uni<Long> count() {
        return size(Command.SCARD, keys.allUsers());
    }

    /** The number of active administrators in the index. */
    public Uni<Long> activeAdmins() {
        return size(Command.SCARD, keys.admins());
    }

    /** Whether some users are not indexed. */
    public Uni<Boolean> incomplete() {
        return count().chain(all -> size(Command.ZCARD, keys.usersByTime())
                .chain(indexed -> size(Command.HLEN, keys.searched())
                        .map(searched -> all > indexed || all * SEARCH_ENTRIES_PER_USER > searched)));
    }

    private Uni<Long> size(Command command, String key) {
        return redis.send(command, List.of(key))
                .map(reply -> reply.orElseThrow().toLong());
    }

    /**
     * Scans all users.
     *
     * @param cursor cursor of the previous step; empty to begin
     * @param count approximate number of users per step
     */
    public Uni<Batch<ScannedUser>> scan(Optional<String> cursor, int count) {
        return redis.run(
                        SCAN,
                        List.of(keys.allUsers(), keys.usersByTime(), keys.searched()),
                        List.of(keys.user(EMPTY), ScanCursor.argument(cursor), Integer.toString(count)))
                .map(Optional::orElseThrow)
                .map(reply -> new Batch<>(
                        StreamSupport.stream(reply.get(1).spliterator(), false)
                                .map(this::scannedUser)
                                .toList(),
                        ScanCursor.next(reply.get(0))));
    }

    private ScannedUser scannedUser(Response entry) {
        String text = entry.get(1).toString();
        return new ScannedUser(
                entry.get(0).toString(),
                text,
                json.read(text, User.class),
                entry.get(2).toInteger() == 1,
                entry.get(3).toInteger() == 1,
                entry.get(4).toLong());
    }

    /** Indexes users that are unchanged since they were read, and removes dangling ids from the indexes. */
    public Uni<Void> index(List<ScannedUser> users) {
        List<String> arguments = new ArrayList<>(5 + 6 * users.size());
        arguments.add(keys.user(EMPTY));
        arguments.add(keys.folded(EMPTY));
        arguments.add(keys.alike(EMPTY));
        users.forEach(entry -> {
            arguments.add(entry.id());
            arguments.add(entry.text());
            arguments.add(Long.toString(
                    entry.user().flatMap(User::created).orElse(Instant.EPOCH).toEpochMilli()));
            arguments.add(entry.user().map(UserIndexStore::indexKind).orElse(EMPTY));
            arguments.add(IdentityKeys.fold(entry.user().map(User::username).orElse(EMPTY)));
            arguments.add(IdentityKeys.fold(entry.user().map(User::email).orElse(EMPTY)));
        });
        arguments.add(keys.username(EMPTY));
        arguments.add(keys.email(EMPTY));
        return redis.run(
                        INDEX,
                        List.of(
                                keys.allUsers(),
                                keys.usersByTime(),
                                keys.admins(),
                                keys.search(),
                                keys.searched(),
                                keys.services(),
                                keys.limits()),
                        arguments)
                .replaceWithVoid();
    }

    private static String indexKind(User user) {
        if (user.serviceAccount()) {
            return UserKind.SERVICE.jsonName();
        }
        return (user.activeAdmin() ? Role.ADMIN : Role.USER).jsonName();
    }
}
