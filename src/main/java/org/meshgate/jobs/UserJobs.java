package org.meshgate.jobs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.meshgate.files.upload.UserUploads;
import org.meshgate.jobs.access.JobStore;
import org.meshgate.jobs.index.JobIndexStore;
import org.meshgate.jobs.index.JobIndexStore.Entry;
import org.meshgate.jobs.index.JobIndexes;
import org.meshgate.jobs.queue.WorkQueue;
import org.meshgate.jobs.queue.WorkQueueStore;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.results.ResultFiles;

/** What becomes of a user's jobs when the account is deleted. Whoever calls this has checked that it may. */
@ApplicationScoped
public class UserJobs {

    private static final int STEP = 100;

    private final JobIndexStore indexes;
    private final JobStore store;
    private final WorkQueue queue;
    private final ResultFiles files;
    private final UserUploads uploads;
    private final Clock clock;

    UserJobs(
            JobIndexStore indexes,
            JobStore store,
            WorkQueue queue,
            ResultFiles files,
            UserUploads uploads,
            Clock clock) {
        this.indexes = indexes;
        this.store = store;
        this.queue = queue;
        this.files = files;
        this.uploads = uploads;
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
                    return cancel(userId, entries).chain(kept -> cancelWaiting(userId, from + kept));
                });
    }

    /** How many of them stay in the list, because they wait no longer. */
    private Uni<Long> cancel(String userId, List<Entry> entries) {
        Uni<Long> kept = removeStrangers(userId, entries).replaceWith(0L);
        for (JobRecord job : own(userId, entries)) {
            kept = kept.chain(before -> queue.cancelWaiting(job)
                    .map(outcome -> outcome == WorkQueueStore.Outcome.DONE ? before : before + 1));
        }
        return kept;
    }

    /** Deletes all jobs of a user, with their results and files, and what the user uploaded for them. */
    public Uni<Void> deleteAll(String userId) {
        return deleteJobs(userId).chain(() -> uploads.deleteAll(userId));
    }

    private Uni<Void> deleteJobs(String userId) {
        return indexes.oldest(JobIndexes.ofOwner(userId), 0, STEP).chain(entries -> {
            if (entries.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            Uni<Void> all = Uni.createFrom().voidItem();
            for (JobRecord job : own(userId, entries)) {
                all = all.chain(() -> delete(job.id()));
            }
            // whatever became of each: none of them stands in the lists of this user any more, so this ends
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

    /** An index is only a way to the records; whose a job is, its record says. */
    private static List<JobRecord> own(String userId, List<Entry> entries) {
        return entries.stream()
                .flatMap(entry -> entry.job().stream())
                .filter(job -> job.owner().filter(userId::equals).isPresent())
                .toList();
    }

    private Uni<Void> removeStrangers(String userId, List<Entry> entries) {
        List<String> own = own(userId, entries).stream().map(JobRecord::id).toList();
        List<String> strangers =
                entries.stream().map(Entry::id).filter(id -> !own.contains(id)).toList();
        return strangers.isEmpty()
                ? Uni.createFrom().voidItem()
                : indexes.remove(JobIndexes.allOfOwner(userId), strangers);
    }
}
