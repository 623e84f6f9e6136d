package org.meshgate.audit.read;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditEntry;
import org.meshgate.audit.AuditStore;
import org.meshgate.audit.AuditStore.Stored;
import org.meshgate.http.TimeRange;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.redis.Timestamps;

/** Reads the audit, newest first. A request looks at so many entries at most, and tells where to go on. */
@ApplicationScoped
class AuditService {

    private static final int STEP = 500;

    /** How many entries a request looks at. */
    private static final int MAX_DISTANCE = 10_000;

    private final AuditStore store;

    AuditService(AuditStore store) {
        this.store = store;
    }

    /**
     * What is wanted.
     *
     * @param user who did it, or to whom it was done
     * @param from the first millisecond that counts
     * @param to the last millisecond that counts
     */
    record Filter(Optional<String> user, Optional<AuditAction> action, OptionalLong from, OptionalLong to) {

        /**
         * Of query parameters.
         *
         * @throws ValidationFailedException when a time is none, or the range ends before it begins
         */
        static Filter of(
                Optional<String> user, Optional<AuditAction> action, TimeRange.Parameter from, TimeRange.Parameter to) {
            List<FieldError> errors = new ArrayList<>();
            TimeRange written = TimeRange.of(from, to, Timestamps::parse, errors);
            if (!errors.isEmpty()) {
                throw new ValidationFailedException(errors);
            }
            return new Filter(user, action, millis(written.from()), millis(written.to()));
        }

        private static OptionalLong millis(Optional<Instant> time) {
            return time.map(instant -> OptionalLong.of(Math.max(0, instant.toEpochMilli())))
                    .orElseGet(OptionalLong::empty);
        }

        boolean admits(Stored entry) {
            return user.filter(id -> !id.equals(entry.fields().get("user_id"))
                                    && !id.equals(entry.fields().get("target"))
                                    && !id.equals(entry.fields().get(AuditEntry.DETAIL + "owner")))
                            .isEmpty()
                    && action.filter(wanted ->
                                    !wanted.wireName().equals(entry.fields().get("action")))
                            .isEmpty();
        }

        private boolean admitsAll() {
            return user.isEmpty() && action.isEmpty();
        }
    }

    /**
     * A part of the audit.
     *
     * @param next where to go on; absent at the end
     * @param searchedTo when the oldest entry was written that was looked at; absent when there was none
     */
    record Part(List<Stored> entries, Optional<String> next, Optional<Instant> searchedTo) {}

    Uni<Part> read(Filter filter, Optional<String> cursor, int limit) {
        return step(filter, cursor, limit, new ArrayList<>(), 0);
    }

    private Uni<Part> step(Filter filter, Optional<String> from, int limit, List<Stored> found, int looked) {
        int count = filter.admitsAll() ? limit : STEP;
        return store.newest(from, filter.from(), filter.to(), count).chain(entries -> {
            for (int i = 0; i < entries.size(); i++) {
                if (filter.admits(entries.get(i))) {
                    found.add(entries.get(i));
                }
                if (found.size() == limit) {
                    boolean end = entries.size() < count && i == entries.size() - 1;
                    Stored last = entries.get(i);
                    return part(found, end ? Optional.empty() : Optional.of(last.id()), Optional.of(last.time()));
                }
            }
            Optional<Instant> oldest = entries.isEmpty()
                    ? from.map(AuditStore::time)
                    : Optional.of(entries.get(entries.size() - 1).time());
            if (entries.size() < count) {
                return part(found, Optional.empty(), oldest);
            }
            Optional<String> last = Optional.of(entries.get(entries.size() - 1).id());
            return looked + count >= MAX_DISTANCE
                    ? part(found, last, oldest)
                    : step(filter, last, limit, found, looked + count);
        });
    }

    private static Uni<Part> part(List<Stored> found, Optional<String> next, Optional<Instant> searchedTo) {
        return Uni.createFrom().item(new Part(found, next, searchedTo));
    }
}
