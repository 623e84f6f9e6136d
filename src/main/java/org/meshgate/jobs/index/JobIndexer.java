package org.meshgate.jobs.index;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds jobs that no index knows because another program wrote them. Steps are bounded and may be taken twice. */
@ApplicationScoped
public class JobIndexer {

    private static final int STEP = 200;

    private final JobIndexStore indexes;
    private final InitialIndexing initialIndexing;

    JobIndexer(JobIndexStore indexes, InitialIndexing initialIndexing) {
        this.indexes = indexes;
        this.initialIndexing = initialIndexing;
    }

    /** Whether every job is in the indexes; certain once the first walk after the start is done. */
    public Uni<Boolean> complete() {
        return initialIndexing.progress().done() ? Uni.createFrom().item(true) : indexes.complete();
    }

    /**
     * One step through all jobs.
     *
     * @param seen how many jobs it met
     * @param unindexed how many of them no index knew; a record that cannot be read is none
     * @param next where to go on; absent at the end
     */
    public record Step(long seen, long unindexed, Optional<String> next) {}

    /**
     * Looks at some jobs.
     *
     * @param cursor of the step before, or nothing to begin
     * @param change whether those that no index knows get their entries
     */
    public Uni<Step> step(Optional<String> cursor, boolean change) {
        return indexes.unindexed(cursor, STEP).chain(found -> {
            Map<String, Instant> created = new HashMap<>();
            found.jobs().forEach(entry -> entry.job().ifPresent(job -> created.put(entry.id(), job.created())));
            Uni<Void> work = change && !created.isEmpty()
                    ? indexes.add(created)
                    : Uni.createFrom().voidItem();
            return work.replaceWith(() -> new Step(found.seen(), created.size(), found.next()));
        });
    }
}
