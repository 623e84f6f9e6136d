package org.meshgate.jobs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.meshgate.files.upload.UserUploads;
import org.meshgate.jobs.access.JobStore;
import org.meshgate.jobs.budget.UserUsageStore;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.jobs.index.JobIndexStore;
import org.meshgate.jobs.index.JobIndexStore.Entry;
import org.meshgate.jobs.index.JobIndexes;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.results.ResultFiles;

/**
 * Cancels or deletes a user's jobs when the account is deleted, and gives back those that the account's workers hold.
 * Callers must have checked authorization.
 */
@ApplicationScoped
public class UserJobs {

    private static final int BATCH_SIZE = 100;

    private final JobIndexStore indexes;
    private final JobStore store;
    private final JobDispatcher dispatcher;
    private final ResultFiles files;
    private final UserUploads uploads;
    private final UserUsageStore usage;
    private final Clock clock;

    UserJobs(
            JobIndexStore indexes,
            JobStore store,
            JobDispatcher dispatcher,
            ResultFiles files,
            UserUploads uploads,
            UserUsageStore usage,
            Clock clock) {
        this.indexes = indexes;
        this.store = store;
        this.dispatcher = dispatcher;
        this.files = files;
        this.uploads = uploads;
        this.usage = usage;
        this.clock = clock;
    }

    /** Counts the jobs of a user, including ended ones. */
    public Uni<Long> count(String userId) {
        return indexes.size(JobIndexes.ofOwner(userId));
    }

    /** Gives the jobs that workers with this account hold back to the queue. */
    public Uni<Void> requeueHeld(String account) {
        return dispatcher.requeueAllOf(account).replaceWithVoid();
    }

    /** Cancels all waiting jobs of a user; jobs that are being processed continue. */
    public Uni<Void> cancelWaiting(String userId) {
        return cancelWaiting(userId, 0);
    }

    private Uni<Void> cancelWaiting(String userId, long from) {
        return indexes.oldest(JobIndexes.ofOwner(userId, JobStatus.QUEUED), from, BATCH_SIZE)
                .chain(entries -> {
                    if (entries.isEmpty()) {
                        return Uni.createFrom().voidItem();
                    }
                    return cancel(userId, entries).chain(kept -> cancelWaiting(userId, from + kept));
                });
    }

    /** Cancels a batch; returns how many of it stay in the index, because they no longer wait. */
    private Uni<Long> cancel(String userId, List<Entry> entries) {
        Uni<Long> kept = removeForeignEntries(userId, entries).replaceWith(0L);
        for (JobRecord job : owned(userId, entries)) {
            kept = kept.chain(
                    before -> dispatcher.cancelWaiting(job.id()).map(cancelled -> cancelled ? before : before + 1));
        }
        return kept;
    }

    /**
     * Deletes all jobs of a user with their results and files, and the user's uploads. From then on they count as jobs without
     * an owner.
     */
    public Uni<Void> deleteAll(String userId) {
        return deleteJobs(userId).chain(() -> uploads.deleteAll(userId)).chain(() -> usage.forget(userId));
    }

    private Uni<Void> deleteJobs(String userId) {
        return indexes.oldest(JobIndexes.ofOwner(userId), 0, BATCH_SIZE).chain(entries -> {
            if (entries.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            Uni<Void> all = Uni.createFrom().voidItem();
            for (JobRecord job : owned(userId, entries)) {
                all = all.chain(() -> delete(job.id()));
            }
            // removed from the indexes whether or not the deletion succeeded, so the recursion ends
            return all.chain(() -> indexes.remove(
                            JobIndexes.allOfOwner(userId),
                            entries.stream().map(Entry::id).toList()))
                    .chain(() -> deleteJobs(userId));
        });
    }

    private Uni<Void> delete(String id) {
        return store.delete(id, clock.instant())
                .chain(deleted -> deleted.isPresent()
                        ? files.delete(deleted.get()).replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    /** The jobs whose records name the user as owner: the record counts, not the index. */
    private static List<JobRecord> owned(String userId, List<Entry> entries) {
        return entries.stream()
                .flatMap(entry -> entry.job().stream())
                .filter(job -> job.owner().filter(userId::equals).isPresent())
                .toList();
    }

    private Uni<Void> removeForeignEntries(String userId, List<Entry> entries) {
        List<String> owned = owned(userId, entries).stream().map(JobRecord::id).toList();
        List<String> foreign = entries.stream()
                .map(Entry::id)
                .filter(id -> !owned.contains(id))
                .toList();
        return foreign.isEmpty() ? Uni.createFrom().voidItem() : indexes.remove(JobIndexes.allOfOwner(userId), foreign);
    }
}
