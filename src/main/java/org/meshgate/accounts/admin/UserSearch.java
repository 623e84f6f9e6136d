package org.meshgate.accounts.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.caller.Role;
import org.meshgate.identity.store.UserSearchStore;
import org.meshgate.identity.store.UserSearchStore.Found;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.runtime.OpaqueCursor;

/**
 * Searches users by prefix of the username or e-mail address, by role and by active state. A request scans a bounded
 * number of users in steps and returns a cursor.
 */
@ApplicationScoped
public class UserSearch {

    private static final int BATCH = 200;

    /** Maximum number of entries that one request scans. */
    static final int MAX_SCANNED = 5000;

    private static final Pattern NEWEST_POSITION = Pattern.compile("-?\\d{1,15}:.{1,128}", Pattern.DOTALL);

    private final UserSearchStore store;

    public UserSearch(UserSearchStore store) {
        this.store = store;
    }

    /**
     * The search criteria.
     *
     * @param prefix prefix of the username or e-mail address; results are in lexicographic order then, else newest
     *     first
     */
    public record Query(Optional<String> prefix, Optional<Role> role, Optional<Boolean> active) {

        /** Whether all users match. */
        boolean matchesAll() {
            return prefix.isEmpty() && role.isEmpty() && active.isEmpty();
        }

        boolean admits(User user) {
            return role.filter(expected -> expected != user.role()).isEmpty()
                    && active.filter(expected -> expected != user.active()).isEmpty();
        }
    }

    /**
     * A page of search results.
     *
     * @param total number of matches so far
     * @param exact whether total is the exact number of matches, else a lower bound
     * @param nextCursor cursor of the next page; empty at the end
     */
    public record SearchPage(List<User> users, long total, boolean exact, Optional<String> nextCursor) {}

    /**
     * Searches users.
     *
     * @param offset number of matches to skip
     * @param cursor cursor of an earlier page of the same search; empty to begin
     * @return fails with {@link ValidationFailedException} if the cursor belongs to another search
     */
    public Uni<SearchPage> find(Query query, long offset, int limit, Optional<String> cursor) {
        Optional<String> from = cursor.map(text -> decode(text, query));
        return step(new Search(query, offset, limit, cursor.isPresent()), from);
    }

    /** The cursor after a user in the list of all users, newest first. */
    static String cursorAfter(User user) {
        return OpaqueCursor.encode(
                new Query(Optional.empty(), Optional.empty(), Optional.empty()).toString(),
                user.created().map(time -> time.toEpochMilli()).orElse(0L) + ":" + user.id());
    }

    private Uni<SearchPage> step(Search search, Optional<String> from) {
        Uni<List<Found>> entries = search.query
                .prefix()
                .map(text -> store.search(text, from, BATCH))
                .orElseGet(() -> store.newest(from, BATCH));
        return entries.chain(found -> {
            found.forEach(search::accept);
            boolean end = found.size() < BATCH;
            if (search.full || end || search.scanned >= MAX_SCANNED) {
                return Uni.createFrom().item(search.page(end));
            }
            return step(search, Optional.of(found.get(found.size() - 1).position()));
        });
    }

    /** The state of a running search. Its steps run sequentially. */
    private static final class Search {

        private final Query query;
        private final long offset;
        private final int limit;
        private final boolean continued;
        private final List<User> users = new ArrayList<>();
        private long matches;
        private int scanned;
        private boolean full;
        private String position = "";

        Search(Query query, long offset, int limit, boolean continued) {
            this.query = query;
            this.offset = offset;
            this.limit = limit;
            this.continued = continued;
        }

        void accept(Found entry) {
            if (full) {
                return;
            }
            scanned++;
            if (entry.user().filter(query::admits).isPresent()) {
                matches++;
                if (users.size() == limit) {
                    full = true; // the next page begins with this match
                    return;
                }
                if (matches > offset) {
                    users.add(entry.user().get());
                }
            }
            position = entry.position();
        }

        SearchPage page(boolean end) {
            boolean over = end && !full;
            return new SearchPage(
                    users,
                    matches,
                    over && !continued,
                    over ? Optional.empty() : Optional.of(OpaqueCursor.encode(query.toString(), position)));
        }
    }

    private static String decode(String cursor, Query query) {
        return OpaqueCursor.decode(query.toString(), cursor)
                .filter(position -> query.prefix().isPresent()
                        ? !position.isEmpty()
                        : NEWEST_POSITION.matcher(position).matches())
                .orElseThrow(() -> new ValidationFailedException(
                        "cursor", "must be the next_cursor of the same search with the same filters"));
    }
}
