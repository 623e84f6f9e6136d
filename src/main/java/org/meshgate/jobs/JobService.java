package org.meshgate.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.audit.AuditAction;
import org.meshgate.caller.Caller;
import org.meshgate.files.DeletedFiles;
import org.meshgate.files.ServedFile;
import org.meshgate.files.SignedLinks;
import org.meshgate.problem.AccessDeniedException;
import org.meshgate.problem.JobFinishedException;
import org.meshgate.problem.JobMovingException;
import org.meshgate.problem.JobNotCompletedException;
import org.meshgate.problem.JobNotFoundException;

/**
 * What callers do with jobs. Each method takes the caller and reaches jobs through {@link JobAccess} alone; besides what
 * it says itself, it fails with {@link JobNotFoundException} or {@link AccessDeniedException}.
 */
@ApplicationScoped
class JobService {

    private final JobAccess access;
    private final JobHistory history;
    private final JobView view;
    private final ResultFiles files;
    private final SignedLinks links;
    private final WorkQueue queue;
    private final ForeignJobs foreign;

    JobService(
            JobAccess access,
            JobHistory history,
            JobView view,
            ResultFiles files,
            SignedLinks links,
            WorkQueue queue,
            ForeignJobs foreign) {
        this.foreign = foreign;
        this.access = access;
        this.history = history;
        this.view = view;
        this.files = files;
        this.links = links;
        this.queue = queue;
    }

    /** A part of the history, as clients see it. */
    record HistoryView(List<ObjectNode> jobs, JobHistory.Part part) {}

    /**
     * A file of a job.
     *
     * @param generationInfo what the worker told of how it was made, as this caller may see it
     */
    record JobFile(String jobId, ServedFile file, JsonNode generationInfo) {}

    /** What became of a wish to cancel. */
    enum Cancellation {
        /** The job will not run. */
        CANCELLED,
        /** Its worker is asked to stop. */
        REQUESTED
    }

    /** A job and what became of the files of its result. */
    record Removal(StoredJob job, DeletedFiles files) {}

    Uni<ObjectNode> status(Caller caller, String id, JobUrls urls) {
        return access.find(caller, id)
                .invoke(foreign.watch(caller, AuditAction.JOB_READ)::seen)
                .chain(job -> material(caller, List.of(job), urls))
                .map(material -> view.status(material.get(0)));
    }

    Uni<ObjectNode> info(Caller caller, String id, JobUrls urls) {
        return access.find(caller, id)
                .invoke(foreign.watch(caller, AuditAction.JOB_READ)::seen)
                .chain(job -> material(caller, List.of(job), urls))
                .map(material -> view.info(material.get(0)));
    }

    Uni<HistoryView> history(Caller caller, HistoryFilter filter, JobUrls urls) {
        return history.read(caller, filter).chain(part -> material(caller, part.jobs(), urls)
                .map(jobs -> new HistoryView(jobs.stream().map(view::row).toList(), part)));
    }

    /** Fails with {@link JobNotCompletedException}, or as {@link org.meshgate.files.FileLookup#require} says. */
    Uni<JobFile> file(Caller caller, String id, ResultFiles.Part part) {
        ForeignJobs.Watch watch = foreign.watch(caller, AuditAction.JOB_FILE);
        return access.find(caller, id).chain(job -> {
            requireCompleted(job);
            return files.find(job, part)
                    .invoke(found -> watch.seen(job))
                    .map(found -> new JobFile(job.id(), found.require(), view.generationInfo(job, caller.isAdmin())));
        });
    }

    /**
     * Ends a job before it has ended by itself.
     *
     * @return fails with {@link JobFinishedException}, and with {@link JobMovingException} when the job has left the queue
     *     and nobody has it yet
     */
    Uni<Cancellation> cancel(Caller caller, String id) {
        ForeignJobs.Watch watch = foreign.watch(caller, AuditAction.JOB_CANCEL);
        return access.find(caller, id).chain(job -> {
            if (job.status().filter(JobStatus::ended).isPresent()) {
                throw new JobFinishedException(job.statusText());
            }
            return queue.cancelWaiting(job)
                    .chain(outcome -> outcome == WorkQueueStore.Outcome.DONE
                            ? Uni.createFrom().item(Cancellation.CANCELLED)
                            : access.requestCancel(caller, id).map(noted -> {
                                if (!noted) {
                                    throw new JobMovingException();
                                }
                                return Cancellation.REQUESTED;
                            }))
                    .call(outcome -> watch.changed(job));
        });
    }

    /** Deletes a job, with its result and files. */
    Uni<Removal> delete(Caller caller, String id) {
        ForeignJobs.Watch watch = foreign.watch(caller, AuditAction.JOB_DELETE);
        return access.delete(caller, id).call(watch::changed).chain(job -> files.delete(job)
                .map(deleted -> new Removal(job, deleted)));
    }

    /** Deletes the files of a job's result; the job stays. */
    Uni<Removal> deleteResult(Caller caller, String id) {
        ForeignJobs.Watch watch = foreign.watch(caller, AuditAction.JOB_DELETE_RESULT);
        return access.find(caller, id).chain(job -> files.delete(job)
                .map(deleted -> new Removal(job, deleted))
                .call(() -> watch.changed(job)));
    }

    private static void requireCompleted(StoredJob job) {
        if (job.status().filter(JobStatus.COMPLETED::equals).isEmpty()) {
            throw new JobNotCompletedException(job.statusText());
        }
    }

    /** Jobs without a result, which are those that clients ask for most, need neither disk nor key. */
    private Uni<List<JobView.Material>> material(Caller caller, List<StoredJob> jobs, JobUrls urls) {
        boolean withPaths = caller.isAdmin();
        if (jobs.stream().allMatch(job -> job.result().isEmpty())) {
            return Uni.createFrom()
                    .item(jobs.stream()
                            .map(job -> new JobView.Material(
                                    job, ResultFiles.Present.NOTHING, urls, Optional.empty(), withPaths))
                            .toList());
        }
        return links.signer().chain(signer -> files.present(jobs).map(present -> {
            JobUrls.Files fileUrls = urls.files(caller, signer);
            List<JobView.Material> material = new ArrayList<>(jobs.size());
            for (int i = 0; i < jobs.size(); i++) {
                material.add(new JobView.Material(jobs.get(i), present.get(i), urls, Optional.of(fileUrls), withPaths));
            }
            return material;
        }));
    }
}
