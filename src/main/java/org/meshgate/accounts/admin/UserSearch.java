package org.meshgate.accounts.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.meshgate.caller.Role;
import org.meshgate.identity.store.UserSearchStore;
import org.meshgate.identity.store.UserSearchStore.Found;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ValidationFailedException;

/**
 * Users by the beginning of their name or address, by role and by activity. A search looks at so many users at most, step by
 * step; it tells where to go on.
 */
@ApplicationScoped
public class UserSearch {

    private static final int STEP = 200;

    /** How many entries a search looks at. */
    static final int MAX_DISTANCE = 5000;

    private static final int MAX_CURSOR_LENGTH = 2000;
    private static final Pattern NEWEST_PLACE = Pattern.compile("-?\\d{1,15}:.{1,128}", Pattern.DOTALL);

    private final UserSearchStore store;

    public UserSearch(UserSearchStore store) {
        this.store = store;
    }

    /**
     * What is wanted.
     *
     * @param beginning of a name or an address; with it the order is that of what was found, else newest first
     */
    public record Query(Optional<String> beginning, Optional<Role> role, Optional<Boolean> active) {

        /** Whether it leaves nobody out. */
        boolean everybody() {
            return beginning.isEmpty() && role.isEmpty() && active.isEmpty();
        }

        boolean admits(User user) {
            return role.filter(wanted -> wanted != user.role()).isEmpty()
                    && active.filter(wanted -> wanted != user.active()).isEmpty();
        }
    }

    /**
     * A part of what was found.
     *
     * @param total how many were found, or at least
     * @param exact whether total is not a lower bound
     * @param nextCursor where to go on; absent at the end
     */
    public record Part(List<User> users, long total, boolean exact, Optional<String> nextCursor) {}

    /**
     * Looks for users.
     *
     * @param offset how many to leave out
     * @param cursor of an earlier part of the same search, or nothing to begin
     * @return fails with {@link ValidationFailedException} when the cursor is of another search
     */
    public Uni<Part> find(Query query, long offset, int limit, Optional<String> cursor) {
        Optional<String> from = cursor.map(text -> place(text, query));
        return step(new Search(query, offset, limit, cursor.isPresent()), from);
    }

    /** The cursor behind a user in the list of all, newest first. */
    static String behind(User user) {
        return write(
                user.created().map(time -> time.toEpochMilli()).orElse(0L) + ":" + user.id(),
                new Query(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private Uni<Part> step(Search search, Optional<String> from) {
        Uni<List<Found>> entries = search.query
                .beginning()
                .map(text -> store.search(text, from, STEP))
                .orElseGet(() -> store.newest(from, STEP));
        return entries.chain(found -> {
            found.forEach(search::look);
            boolean end = found.size() < STEP;
            if (search.full || end || search.looked >= MAX_DISTANCE) {
                return Uni.createFrom().item(search.part(end));
            }
            return step(search, Optional.of(found.get(found.size() - 1).position()));
        });
    }

    /** One search under way; its steps follow one another. */
    private static final class Search {

        private final Query query;
        private final long offset;
        private final int limit;
        private final boolean continued;
        private final List<User> users = new ArrayList<>();
        private long matches;
        private int looked;
        private boolean full;
        private String place = "";

        Search(Query query, long offset, int limit, boolean continued) {
            this.query = query;
            this.offset = offset;
            this.limit = limit;
            this.continued = continued;
        }

        void look(Found entry) {
            if (full) {
                return;
            }
            looked++;
            if (entry.user().filter(query::admits).isPresent()) {
                matches++;
                if (users.size() == limit) {
                    full = true; // there is one more: the next part begins with it
                    return;
                }
                if (matches > offset) {
                    users.add(entry.user().get());
                }
            }
            place = entry.position();
        }

        Part part(boolean end) {
            boolean over = end && !full;
            return new Part(
                    users, matches, over && !continued, over ? Optional.empty() : Optional.of(write(place, query)));
        }
    }

    private static String write(String place, Query query) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((checksum(query) + ":" + place).getBytes(StandardCharsets.UTF_8));
    }

    private static String place(String cursor, Query query) {
        try {
            if (cursor.length() <= MAX_CURSOR_LENGTH) {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                String mark = checksum(query) + ":";
                String place = text.startsWith(mark) ? text.substring(mark.length()) : "";
                boolean right = query.beginning().isPresent()
                        ? !place.isEmpty()
                        : NEWEST_PLACE.matcher(place).matches();
                if (right) {
                    return place;
                }
            }
        } catch (IllegalArgumentException e) {
            // no base64: told below
        }
        throw new ValidationFailedException(
                "cursor", "must be the next_cursor of the same search with the same filters");
    }

    private static String checksum(Query query) {
        CRC32 crc = new CRC32();
        crc.update(query.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
