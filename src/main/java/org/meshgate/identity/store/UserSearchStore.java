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

/** Lists users in bounded steps: all users newest first, or by a prefix of the username or e-mail address. */
@ApplicationScoped
public class UserSearchStore {

    private static final LuaScript SEARCH = LuaScript.load("identity", "search-users.lua");
    private static final LuaScript NEWEST = LuaScript.load("identity", "newest-users.lua");

    /** Separates text and id in an index entry. Legacy usernames may contain it, so the last occurrence counts. */
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
     * An index entry.
     *
     * @param position where the next step continues
     * @param user empty if the user is gone, the entry is stale, or another entry of this search already returns the
     *     user
     */
    public record Found(String position, Optional<User> user) {

        @Override
        public String toString() {
            return "Found[" + user + "]";
        }
    }

    /**
     * One step of a prefix search, in lexicographic order. The last step returns fewer entries than requested.
     *
     * @param prefix prefix of a username or e-mail address, case-insensitive; not empty
     * @param after position of the previous entry; empty to begin
     */
    public Uni<List<Found>> search(String prefix, Optional<String> after, int count) {
        String folded = IdentityKeys.fold(prefix);
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

    /** A user whose username and address both match has two entries and is returned for the username only. */
    private static boolean isFoundBy(String entry, String prefix, User user) {
        int end = entry.lastIndexOf(SEPARATOR);
        String text = entry.substring(0, end);
        String name = IdentityKeys.fold(user.username());
        return entry.startsWith("n:", end + 1)
                ? text.equals(name)
                : text.equals(IdentityKeys.fold(user.email())) && !name.startsWith(prefix);
    }

    /**
     * One step through all users, newest first. The last step returns fewer entries than requested.
     *
     * @param after position of the previous entry; empty to begin
     */
    public Uni<List<Found>> newest(Optional<String> after, int count) {
        String[] position = after.map(text -> text.split(":", 2)).orElse(new String[] {EMPTY, EMPTY});
        return redis.run(
                        NEWEST,
                        List.of(keys.usersByTime()),
                        List.of(keys.user(EMPTY), position[0], position[1], Integer.toString(count)))
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
