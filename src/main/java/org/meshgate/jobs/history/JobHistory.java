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

/** Lists a caller's jobs, newest first. */
@ApplicationScoped
public class JobHistory {

    /** How often a page is read when stale entries of it have to be repaired. */
    private static final int MAX_ATTEMPTS = 3;

    private final JobAccess access;
    private final JobIndexStore indexes;
    private final JobIndexer indexing;

    JobHistory(JobAccess access, JobIndexStore indexes, JobIndexer indexing) {
        this.access = access;
        this.indexes = indexes;
        this.indexing = indexing;
    }

    /**
     * A page of the history.
     *
     * @param positions of the jobs in the index
     * @param limit maximum number of jobs; lower than requested when the jobs are very large
     * @param total number of jobs that match the filter
     * @param exact false when the total is a lower bound
     * @param nextCursor cursor of the next page; absent at the end
     * @param listName of {@link HistoryFilter#listName}
     */
    public record Page(
            List<JobRecord> jobs,
            List<JobStore.Position> positions,
            int limit,
            long total,
            boolean exact,
            boolean hasMore,
            Optional<String> nextCursor,
            String listName) {

        /** The first jobs of this page, with a cursor for the rest. */
        public Page first(int count) {
            return count >= jobs.size()
                    ? this
                    : new Page(
                            jobs.subList(0, count),
                            positions.subList(0, count),
                            count,
                            total,
                            exact,
                            true,
                            Optional.of(HistoryCursor.write(positions.get(count - 1), listName)),
                            listName);
        }

        Page withTotalAsLowerBound() {
            return new Page(jobs, positions, limit, total, false, hasMore, nextCursor, listName);
        }
    }

    /**
     * Reads a page; fails with {@link ValidationFailedException} when the cursor belongs to another list, and with
     * {@link org.meshgate.problem.ProblemType#ADMIN_REQUIRED} when the caller may not see the jobs of the owner.
     */
    public Uni<Page> read(Caller caller, HistoryFilter filter) {
        // checked before the page is read, which may lack jobs that are indexed a moment later
        return indexing.complete().chain(complete -> read(caller, filter, MAX_ATTEMPTS)
                .map(page -> complete ? page : page.withTotalAsLowerBound()));
    }

    private Uni<Page> read(Caller caller, HistoryFilter filter, int attempts) {
        return access.list(caller, filter.owner(), filter.status(), index -> query(index, filter))
                .chain(indexPage -> {
                    List<String> stale = indexPage.page().rows().stream()
                            .filter(row -> !matches(row, filter))
                            .map(row -> row.position().id())
                            .toList();
                    if (stale.isEmpty()) {
                        return Uni.createFrom().item(page(indexPage, filter));
                    }
                    List<String> unreadable = indexPage.page().rows().stream()
                            .filter(row -> row.job().isEmpty())
                            .map(row -> row.position().id())
                            .toList();
                    Uni<Void> repaired = (unreadable.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : indexes.remove(List.of(indexPage.index()), unreadable))
                            .chain(() -> indexes.refresh(stale));
                    return attempts > 1
                            ? repaired.chain(() -> read(caller, filter, attempts - 1))
                            : repaired.replaceWith(page(indexPage, filter));
                });
    }

    private static JobStore.Query query(String index, HistoryFilter filter) {
        Optional<JobStore.Position> after = filter.cursor()
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

    private static boolean matches(JobStore.Row row, HistoryFilter filter) {
        return row.job()
                .filter(job -> filter.status().isEmpty() || filter.status().equals(job.status()))
                .isPresent();
    }

    private static Page page(JobAccess.IndexPage indexPage, HistoryFilter filter) {
        JobStore.Page page = indexPage.page();
        List<JobStore.Row> rows = page.rows().stream()
                .filter(row -> matches(row, filter))
                .filter(row -> filter.feature().isEmpty()
                        || filter.feature().equals(row.job().map(JobRecord::feature)))
                .toList();
        String listName = filter.listName(indexPage.index());
        Optional<String> next = page.hasMore()
                ? page.lastSeen().map(position -> HistoryCursor.write(position, listName))
                : Optional.empty();
        return new Page(
                rows.stream().flatMap(row -> row.job().stream()).toList(),
                rows.stream().map(JobStore.Row::position).toList(),
                limit(page, filter),
                page.total(),
                page.exact(),
                page.hasMore(),
                next,
                listName);
    }

    /** A page of large records ends early; a client that pages by offset continues from there. */
    private static int limit(JobStore.Page page, HistoryFilter filter) {
        int requested = filter.paging().limit();
        boolean early =
                page.hasMore() && filter.feature().isEmpty() && !page.rows().isEmpty();
        return early ? Math.min(requested, page.rows().size()) : requested;
    }

    private static OptionalLong millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
