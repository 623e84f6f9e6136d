package org.meshgate.jobs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.meshgate.jobs.JobIndexStore.Entry;

/** What becomes of a user's jobs when the account is deleted. Whoever calls this has checked that it may. */
@ApplicationScoped
public class OwnerJobs {

    private static final int STEP = 100;

    private final JobIndexStore indexes;
    private final JobStore store;
    private final WorkQueue queue;
    private final ResultFiles files;
    private final Clock clock;

    OwnerJobs(JobIndexStore indexes, JobStore store, WorkQueue queue, ResultFiles files, Clock clock) {
        this.indexes = indexes;
        this.store = store;
        this.queue = queue;
        this.files = files;
        this.clock = clock;
    }

    /** How many jobs a user has, ended ones too. */
    public Uni<Long> count(String userId) {
        return indexes.size(JobIndexes.ofOwner(userId));
    }

    /** Takes all jobs of a user out of the queue that still wait there; what is being worked on goes on. */
    public Uni<Void> cancelWaiting(String userId) {
        return cancelWaiting(userId, 0);
    }

    private Uni<Void> cancelWaiting(String userId, long from) {
        return indexes.oldest(JobIndexes.ofOwner(userId, JobStatus.QUEUED), from, STEP)
                .chain(entries -> {
                    if (entries.isEmpty()) {
                        return Uni.createFrom().voidItem();
                    }
                    return cancel(entries).chain(kept -> cancelWaiting(userId, from + kept));
                });
    }

    /** How many of them stay in the list, because they wait no longer. */
    private Uni<Long> cancel(List<Entry> entries) {
        Uni<Long> kept = Uni.createFrom().item(0L);
        for (Entry entry : entries) {
            kept = kept.chain(before -> cancel(entry).map(cancelled -> cancelled ? before : before + 1));
        }
        return kept;
    }

    private Uni<Boolean> cancel(Entry entry) {
        return entry.job().isEmpty()
                ? indexes.refresh(List.of(entry.id())).replaceWith(true)
                : queue.cancelWaiting(entry.job().get()).map(outcome -> outcome == WorkQueueStore.Outcome.DONE);
    }

    /** Deletes all jobs of a user, with their results and files. */
    public Uni<Void> deleteAll(String userId) {
        return indexes.oldest(JobIndexes.ofOwner(userId), 0, STEP).chain(entries -> {
            if (entries.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            Uni<Void> all = Uni.createFrom().voidItem();
            for (Entry entry : entries) {
                all = all.chain(() -> delete(entry.id()));
            }
            return all.chain(() -> deleteAll(userId));
        });
    }

    private Uni<Void> delete(String id) {
        return store.delete(id, clock.instant())
                .chain(deleted -> deleted.isPresent()
                        ? files.delete(deleted.get()).replaceWithVoid()
                        : indexes.refresh(List.of(id)));
    }
}
