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
import org.meshgate.identity.user.User;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** The indexes of users, built over accounts that another program made. Every step is bounded, and may be taken twice. */
@ApplicationScoped
public class UserIndexStore {

    private static final LuaScript WALK = LuaScript.load("identity", "walk-users.lua");
    private static final LuaScript INDEX = LuaScript.load("identity", "search-index.lua", "index-users.lua");

    private static final int ENTRIES_FOR_SEARCHING = 2;

    private static final String EMPTY = "";
    private static final String START = "0";

    private final RedisCommands redis;
    private final RecordJson json;
    private final IdentityKeys keys;

    UserIndexStore(RedisCommands redis, RecordJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.keys = new IdentityKeys(prefix);
    }

    /**
     * An id in the list of all users.
     *
     * @param text the record; empty when there is none, or no text
     * @param user the record; absent when it cannot be read
     * @param exists whether there is anything under this id
     * @param oldTokens how many tokens of 3DAIGC-API are listed for it
     */
    public record Walked(String id, String text, Optional<User> user, boolean exists, boolean indexed, long oldTokens) {

        @Override
        public String toString() {
            return "Walked[" + id + "]";
        }
    }

    /** One step of a walk; the cursor leads to the next, and is absent at the end. */
    public record Step(List<Walked> users, Optional<String> next) {}

    /** How many ids are in the list of all users. */
    public Uni<Long> count() {
        return size(Command.SCARD, keys.allUsers());
    }

    /** How many active administrators the indexes know. */
    public Uni<Long> activeAdmins() {
        return size(Command.SCARD, keys.admins());
    }

    /** Whether there are more users than the indexes know. */
    public Uni<Boolean> incomplete() {
        return count().chain(all -> size(Command.ZCARD, keys.usersByTime())
                .chain(indexed -> size(Command.HLEN, keys.searched())
                        .map(searched -> all > indexed || all * ENTRIES_FOR_SEARCHING > searched)));
    }

    private Uni<Long> size(Command command, String key) {
        return redis.send(command, List.of(key))
                .map(reply -> reply.orElseThrow().toLong());
    }

    /** @param cursor of the step before, or nothing to begin */
    public Uni<Step> walk(Optional<String> cursor, int count) {
        return redis.run(
                        WALK,
                        List.of(keys.allUsers(), keys.usersByTime(), keys.searched()),
                        List.of(keys.user(EMPTY), cursor.orElse(START), Integer.toString(count)))
                .map(Optional::orElseThrow)
                .map(reply -> new Step(
                        StreamSupport.stream(reply.get(1).spliterator(), false)
                                .map(this::walked)
                                .toList(),
                        Optional.of(reply.get(0).toString()).filter(next -> !START.equals(next))));
    }

    private Walked walked(Response entry) {
        String text = entry.get(1).toString();
        return new Walked(
                entry.get(0).toString(),
                text,
                json.read(text, User.class),
                entry.get(2).toInteger() == 1,
                entry.get(3).toInteger() == 1,
                entry.get(4).toLong());
    }

    /** Puts users into the indexes that are still as they were read; ids that belong to nobody leave them. */
    public Uni<Void> index(List<Walked> users) {
        List<String> arguments = new ArrayList<>(5 + 6 * users.size());
        arguments.add(keys.user(EMPTY));
        arguments.add(keys.folded(EMPTY));
        arguments.add(keys.alike(EMPTY));
        users.forEach(entry -> {
            arguments.add(entry.id());
            arguments.add(entry.text());
            arguments.add(Long.toString(
                    entry.user().flatMap(User::created).orElse(Instant.EPOCH).toEpochMilli()));
            arguments.add((entry.user().filter(User::activeAdmin).isPresent() ? Role.ADMIN : Role.USER).wireName());
            arguments.add(IdentityKeys.fold(entry.user().map(User::username).orElse(EMPTY)));
            arguments.add(IdentityKeys.fold(entry.user().map(User::email).orElse(EMPTY)));
        });
        arguments.add(keys.username(EMPTY));
        arguments.add(keys.email(EMPTY));
        return redis.run(
                        INDEX,
                        List.of(keys.allUsers(), keys.usersByTime(), keys.admins(), keys.search(), keys.searched()),
                        arguments)
                .replaceWithVoid();
    }
}
