package org.meshgate.jobs.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.meshgate.caller.Caller;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.access.JobStore;
import org.meshgate.jobs.index.JobIndexStore;
import org.meshgate.jobs.index.JobIndexer;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.problem.ValidationFailedException;

/** The list of a caller's jobs, newest first. */
@ApplicationScoped
public class JobHistory {

    /** How often a page is read anew because entries of it had to be corrected. */
    private static final int ATTEMPTS = 3;

    private final JobAccess access;
    private final JobIndexStore indexes;
    private final JobIndexer indexing;

    JobHistory(JobAccess access, JobIndexStore indexes, JobIndexer indexing) {
        this.access = access;
        this.indexes = indexes;
        this.indexing = indexing;
    }

    /**
     * A part of the list.
     *
     * @param places of the jobs in the list
     * @param limit how many jobs it may have; fewer than the client asked for when they are very large
     * @param total how many jobs the filter fits, or at least
     * @param exact whether total is not a lower bound
     * @param nextCursor where to go on; absent at the end
     * @param listName of {@link HistoryFilter#listName}
     */
    public record Part(
            List<JobRecord> jobs,
            List<JobStore.Place> places,
            int limit,
            long total,
            boolean exact,
            boolean hasMore,
            Optional<String> nextCursor,
            String listName) {

        /** Only the first of the jobs, and a cursor that leads to the others. */
        public Part first(int count) {
            return count >= jobs.size()
                    ? this
                    : new Part(
                            jobs.subList(0, count),
                            places.subList(0, count),
                            count,
                            total,
                            exact,
                            true,
                            Optional.of(HistoryCursor.write(places.get(count - 1), listName)),
                            listName);
        }

        Part withTotalAsLowerBound() {
            return new Part(jobs, places, limit, total, false, hasMore, nextCursor, listName);
        }
    }

    /** Fails with {@link ValidationFailedException} when the cursor is of another list. */
    public Uni<Part> read(Caller caller, HistoryFilter filter) {
        // asked before the list is read: it may lack what is indexed a moment later
        return indexing.complete().chain(complete -> read(caller, filter, ATTEMPTS)
                .map(part -> complete ? part : part.withTotalAsLowerBound()));
    }

    private Uni<Part> read(Caller caller, HistoryFilter filter, int attempts) {
        return access.list(caller, filter.status(), index -> query(index, filter))
                .chain(listing -> {
                    List<String> wrong = listing.page().rows().stream()
                            .filter(row -> !belongs(row, filter))
                            .map(row -> row.place().id())
                            .toList();
                    if (wrong.isEmpty()) {
                        return Uni.createFrom().item(part(listing, filter));
                    }
                    List<String> strangers = listing.page().rows().stream()
                            .filter(row -> row.job().isEmpty())
                            .map(row -> row.place().id())
                            .toList();
                    Uni<Void> corrected = (strangers.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : indexes.remove(List.of(listing.index()), strangers))
                            .chain(() -> indexes.refresh(wrong));
                    return attempts > 1
                            ? corrected.chain(() -> read(caller, filter, attempts - 1))
                            : corrected.replaceWith(part(listing, filter));
                });
    }

    private static JobStore.Query query(String index, HistoryFilter filter) {
        Optional<JobStore.Place> after = filter.cursor()
                .map(cursor -> HistoryCursor.read(cursor, filter.listName(index))
                        .orElseThrow(() -> new ValidationFailedException(
                                "cursor", "must be the next_cursor of the same list with the same filters")));
        return new JobStore.Query(
                index,
                millis(filter.from()),
                millis(filter.to()),
                filter.paging().offset(),
                after,
                filter.paging().limit(),
                filter.feature());
    }

    private static boolean belongs(JobStore.Row row, HistoryFilter filter) {
        return row.job()
                .filter(job -> filter.status().isEmpty() || filter.status().equals(job.status()))
                .isPresent();
    }

    private static Part part(JobAccess.Listing listing, HistoryFilter filter) {
        JobStore.Page page = listing.page();
        List<JobStore.Row> rows = page.rows().stream()
                .filter(row -> belongs(row, filter))
                .filter(row -> filter.feature().isEmpty()
                        || filter.feature().equals(row.job().map(JobRecord::feature)))
                .toList();
        String listName = filter.listName(listing.index());
        Optional<String> next =
                page.hasMore() ? page.lastSeen().map(place -> HistoryCursor.write(place, listName)) : Optional.empty();
        return new Part(
                rows.stream().flatMap(row -> row.job().stream()).toList(),
                rows.stream().map(JobStore.Row::place).toList(),
                limit(page, filter),
                page.total(),
                page.exact(),
                page.hasMore(),
                next,
                listName);
    }

    /** A list of large records ends early; a client that counts by offset must go on from there. */
    private static int limit(JobStore.Page page, HistoryFilter filter) {
        int asked = filter.paging().limit();
        boolean early =
                page.hasMore() && filter.feature().isEmpty() && !page.rows().isEmpty();
        return early ? Math.min(asked, page.rows().size()) : asked;
    }

    private static OptionalLong millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
