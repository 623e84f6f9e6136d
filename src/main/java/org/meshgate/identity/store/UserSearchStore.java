package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.user.User;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Walks through users in bounded steps: all of them newest first, or those whose name or address begins with a text. */
@ApplicationScoped
public class UserSearchStore {

    private static final LuaScript SEARCH = LuaScript.load("identity", "search-users.lua");
    private static final LuaScript NEWEST = LuaScript.load("identity", "walk-newest.lua");

    /** Stands between the text and the rest of an entry; a text of 3DAIGC-API may have one too, so the last one counts. */
    private static final char SEPARATOR = '\0';

    private static final String EMPTY = "";

    private final RedisCommands redis;
    private final RecordJson json;
    private final IdentityKeys keys;

    UserSearchStore(RedisCommands redis, RecordJson json, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.keys = new IdentityKeys(prefix);
    }

    /**
     * An entry that a walk met.
     *
     * @param place where a walk goes on behind it
     * @param user absent when the entry leads to nobody, to a record that says something else, or to a user who is found by
     *     another entry of the same search
     */
    public record Found(String place, Optional<User> user) {

        @Override
        public String toString() {
            return "Found[" + user + "]";
        }
    }

    /**
     * One step in the order of names and addresses; fewer than asked for at the end.
     *
     * @param beginning of a name or address, in any case; not empty
     * @param after the place of an entry, or nothing to begin
     */
    public Uni<List<Found>> search(String beginning, Optional<String> after, int count) {
        String folded = IdentityKeys.fold(beginning);
        return redis.run(
                        SEARCH,
                        List.of(keys.search()),
                        List.of(keys.user(EMPTY), folded, after.orElse(EMPTY), Integer.toString(count)))
                .map(Optional::orElseThrow)
                .map(reply -> {
                    List<Found> found = new ArrayList<>(reply.size() / 2);
                    for (int i = 0; i < reply.size(); i += 2) {
                        String entry = reply.get(i).toString();
                        found.add(new Found(
                                entry, user(reply.get(i + 1)).filter(user -> isFoundBy(entry, folded, user))));
                    }
                    return found;
                });
    }

    /** Somebody whose name and address both begin so has two entries, and is told at that of the name. */
    private static boolean isFoundBy(String entry, String beginning, User user) {
        int end = entry.lastIndexOf(SEPARATOR);
        String text = entry.substring(0, end);
        String name = IdentityKeys.fold(user.username());
        return entry.startsWith("n:", end + 1)
                ? text.equals(name)
                : text.equals(IdentityKeys.fold(user.email())) && !name.startsWith(beginning);
    }

    /**
     * One step, newest first; fewer than asked for at the end.
     *
     * @param after the place of an entry, or nothing to begin
     */
    public Uni<List<Found>> newest(Optional<String> after, int count) {
        String[] place = after.map(text -> text.split(":", 2)).orElse(new String[] {EMPTY, EMPTY});
        return redis.run(
                        NEWEST,
                        List.of(keys.usersByTime()),
                        List.of(keys.user(EMPTY), place[0], place[1], Integer.toString(count)))
                .map(Optional::orElseThrow)
                .map(reply -> {
                    List<Found> found = new ArrayList<>(reply.size() / 3);
                    for (int i = 0; i < reply.size(); i += 3) {
                        found.add(new Found(reply.get(i + 1) + ":" + reply.get(i), user(reply.get(i + 2))));
                    }
                    return found;
                });
    }

    private Optional<User> user(Response text) {
        return json.read(text.toString(), User.class);
    }
}
