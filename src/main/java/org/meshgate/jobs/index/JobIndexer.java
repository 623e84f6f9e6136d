package org.meshgate.jobs.index;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Indexes jobs that another program wrote. It works in bounded, idempotent batches. */
@ApplicationScoped
public class JobIndexer {

    private static final int BATCH_SIZE = 200;

    private final JobIndexStore indexes;
    private final InitialIndexing initialIndexing;

    JobIndexer(JobIndexStore indexes, InitialIndexing initialIndexing) {
        this.indexes = indexes;
        this.initialIndexing = initialIndexing;
    }

    /** Whether every job is indexed; always true once the first scan after the start is done. */
    public Uni<Boolean> complete() {
        return initialIndexing.progress().done() ? Uni.createFrom().item(true) : indexes.complete();
    }

    /**
     * A batch of the scan of all jobs.
     *
     * @param seen number of scanned jobs
     * @param unindexed number of those that were not indexed; unreadable records do not count
     * @param next cursor of the next batch; absent at the end
     */
    public record Batch(long seen, long unindexed, Optional<String> next) {}

    /**
     * Scans the next batch.
     *
     * @param cursor of the previous batch; absent for the first
     * @param change whether jobs without index entries are indexed
     */
    public Uni<Batch> next(Optional<String> cursor, boolean change) {
        return indexes.unindexed(cursor, BATCH_SIZE).chain(found -> {
            Map<String, Instant> created = new HashMap<>();
            found.jobs().forEach(entry -> entry.job().ifPresent(job -> created.put(entry.id(), job.created())));
            Uni<Void> work = change && !created.isEmpty()
                    ? indexes.add(created)
                    : Uni.createFrom().voidItem();
            return work.replaceWith(() -> new Batch(found.seen(), created.size(), found.next()));
        });
    }
}
