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

/** Searches the audit trail, newest first. A request scans a bounded number of entries and returns a cursor. */
@ApplicationScoped
class AuditService {

    private static final int BATCH = 500;

    /** Maximum number of entries that one request scans. */
    private static final int MAX_SCANNED = 10_000;

    private final AuditStore store;

    AuditService(AuditStore store) {
        this.store = store;
    }

    /**
     * The search criteria.
     *
     * @param user id of the acting or the affected user
     * @param from first millisecond, inclusive
     * @param to last millisecond, inclusive
     */
    record Filter(Optional<String> user, Optional<AuditAction> action, OptionalLong from, OptionalLong to) {

        /**
         * Parses query parameters.
         *
         * @throws ValidationFailedException if a time is invalid or the range ends before it begins
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
                                    && !id.equals(entry.fields().get(AuditEntry.DETAIL_PREFIX + "owner")))
                            .isEmpty()
                    && action.filter(wanted ->
                                    !wanted.jsonName().equals(entry.fields().get("action")))
                            .isEmpty();
        }

        private boolean admitsAll() {
            return user.isEmpty() && action.isEmpty();
        }
    }

    /**
     * A page of the audit trail.
     *
     * @param next cursor of the next page; empty at the end
     * @param searchedTo time of the oldest scanned entry; empty if there was none
     */
    record AuditPage(List<Stored> entries, Optional<String> next, Optional<Instant> searchedTo) {}

    Uni<AuditPage> read(Filter filter, Optional<String> cursor, int limit) {
        return step(filter, cursor, limit, new ArrayList<>(), 0);
    }

    private Uni<AuditPage> step(Filter filter, Optional<String> from, int limit, List<Stored> found, int scanned) {
        int count = filter.admitsAll() ? limit : BATCH;
        return store.newest(from, filter.from(), filter.to(), count).chain(entries -> {
            for (int i = 0; i < entries.size(); i++) {
                if (filter.admits(entries.get(i))) {
                    found.add(entries.get(i));
                }
                if (found.size() == limit) {
                    boolean end = entries.size() < count && i == entries.size() - 1;
                    Stored last = entries.get(i);
                    return page(found, end ? Optional.empty() : Optional.of(last.id()), Optional.of(last.time()));
                }
            }
            Optional<Instant> oldest = entries.isEmpty()
                    ? from.map(AuditStore::time)
                    : Optional.of(entries.get(entries.size() - 1).time());
            if (entries.size() < count) {
                return page(found, Optional.empty(), oldest);
            }
            Optional<String> last = Optional.of(entries.get(entries.size() - 1).id());
            return scanned + count >= MAX_SCANNED
                    ? page(found, last, oldest)
                    : step(filter, last, limit, found, scanned + count);
        });
    }

    private static Uni<AuditPage> page(List<Stored> found, Optional<String> next, Optional<Instant> searchedTo) {
        return Uni.createFrom().item(new AuditPage(found, next, searchedTo));
    }
}
