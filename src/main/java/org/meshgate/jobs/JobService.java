package org.meshgate.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.meshgate.audit.AuditAction;
import org.meshgate.caller.Caller;
import org.meshgate.files.DeletedFiles;
import org.meshgate.files.FileLookup;
import org.meshgate.files.ServedFile;
import org.meshgate.files.link.SignedLinks;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.access.JobAccessAudit;
import org.meshgate.jobs.history.HistoryFilter;
import org.meshgate.jobs.history.HistoryPage;
import org.meshgate.jobs.history.JobHistory;
import org.meshgate.jobs.queue.WorkQueue;
import org.meshgate.jobs.queue.WorkQueueStore;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.results.JobInputFiles;
import org.meshgate.jobs.results.PresentFiles;
import org.meshgate.jobs.results.ResultFiles;
import org.meshgate.jobs.view.JobUrls;
import org.meshgate.jobs.view.JobView;
import org.meshgate.problem.AccessDeniedException;
import org.meshgate.problem.JobNotFoundException;
import org.meshgate.problem.ProblemType;

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
    private final JobInputFiles originals;
    private final SignedLinks links;
    private final WorkQueue queue;
    private final JobAccessAudit foreign;

    JobService(
            JobAccess access,
            JobHistory history,
            JobView view,
            ResultFiles files,
            JobInputFiles originals,
            SignedLinks links,
            WorkQueue queue,
            JobAccessAudit foreign) {
        this.foreign = foreign;
        this.access = access;
        this.history = history;
        this.view = view;
        this.files = files;
        this.originals = originals;
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
    record Removal(JobRecord job, DeletedFiles files) {}

    Uni<JsonSerializable> status(Caller caller, String id, JobUrls urls) {
        JobAccessAudit.Watch watch = foreign.watch(caller, AuditAction.JOB_READ);
        return access.find(caller, id)
                .chain(
                        job -> { // few stages: nothing is asked for more often
                            watch.seen(job);
                            return hasNoFiles(job)
                                    ? Uni.createFrom().<JsonSerializable>item(view.status(plain(caller, job, urls)))
                                    : material(caller, job, urls).map(view::status);
                        });
    }

    Uni<ObjectNode> info(Caller caller, String id, JobUrls urls) {
        return access.find(caller, id)
                .invoke(foreign.watch(caller, AuditAction.JOB_READ)::seen)
                .chain(job -> material(caller, job, urls))
                .map(view::info);
    }

    Uni<HistoryView> history(Caller caller, HistoryFilter filter, JobUrls urls) {
        JobAccessAudit.Watch watch = foreign.watch(caller, AuditAction.JOB_LIST);
        return history.read(caller, filter)
                .invoke(part -> watch.listed(part.jobs()))
                .chain(part -> material(caller, part.jobs(), urls).map(jobs -> {
                    List<ObjectNode> rows = HistoryPage.bounded(jobs, view::row);
                    return new HistoryView(rows, part.first(rows.size()));
                }));
    }

    /** Fails with {@link ProblemType#JOB_NOT_COMPLETED}, or as {@link org.meshgate.files.FileLookup#require} says. */
    Uni<JobFile> file(Caller caller, String id, ResultFiles.Part part) {
        return ofResult(caller, id, job -> files.find(job, part));
    }

    /** Any file of a result; fails as {@link #file}, also when there is no such key. */
    Uni<JobFile> asset(Caller caller, String id, String key) {
        return ofResult(caller, id, job -> files.findAsset(job, key, caller.isAdmin()));
    }

    /** A file of a world, by its name below the world's folder; fails as {@link #file}. */
    Uni<JobFile> worldFile(Caller caller, String id, String name) {
        return ofResult(caller, id, job -> files.findInWorld(job, name));
    }

    /** What a job was given, in whatever state it is; fails as {@link org.meshgate.files.FileLookup#require} says. */
    Uni<JobFile> input(Caller caller, String id) {
        JobAccessAudit.Watch watch = foreign.watch(caller, AuditAction.JOB_FILE);
        return access.find(caller, id).chain(job -> originals
                .find(caller, job)
                .invoke(found -> watch.seen(job))
                .map(found -> file(caller, job, found)));
    }

    private Uni<JobFile> ofResult(Caller caller, String id, Function<JobRecord, Uni<FileLookup>> find) {
        JobAccessAudit.Watch watch = foreign.watch(caller, AuditAction.JOB_FILE);
        return access.find(caller, id).chain(job -> {
            requireCompleted(job);
            return find.apply(job).invoke(found -> watch.seen(job)).map(found -> file(caller, job, found));
        });
    }

    private JobFile file(Caller caller, JobRecord job, FileLookup found) {
        return new JobFile(job.id(), found.require(), view.generationInfo(job, caller.isAdmin()));
    }

    /**
     * Ends a job before it has ended by itself.
     *
     * @return fails with {@link ProblemType#JOB_FINISHED}, and with {@link ProblemType#JOB_MOVING} when the job has left the queue
     *     and nobody has it yet
     */
    Uni<Cancellation> cancel(Caller caller, String id) {
        JobAccessAudit.Watch watch = foreign.watch(caller, AuditAction.JOB_CANCEL);
        return access.find(caller, id).chain(job -> {
            return cancel(caller, job)
                    .call(outcome -> watch.changed(job))
                    .onFailure()
                    .call(failure -> watch.refused(job, failure));
        });
    }

    private Uni<Cancellation> cancel(Caller caller, JobRecord job) {
        if (job.status().filter(JobStatus::ended).isPresent()) {
            return Uni.createFrom().failure(() -> ProblemType.JOB_FINISHED.exception(job.statusText()));
        }
        return queue.cancelWaiting(job)
                .chain(outcome -> outcome == WorkQueueStore.Outcome.DONE
                        ? Uni.createFrom().item(Cancellation.CANCELLED)
                        : access.requestCancel(caller, job.id()).map(noted -> {
                            if (!noted) {
                                throw ProblemType.JOB_MOVING.exception();
                            }
                            return Cancellation.REQUESTED;
                        }));
    }

    /** Deletes a job, with its result and files. */
    Uni<Removal> delete(Caller caller, String id) {
        JobAccessAudit.Watch watch = foreign.watch(caller, AuditAction.JOB_DELETE);
        return access.delete(caller, id).call(watch::changed).chain(job -> files.delete(job)
                .map(deleted -> new Removal(job, deleted)));
    }

    /** Deletes the files of a job's result; the job stays. */
    Uni<Removal> deleteResult(Caller caller, String id) {
        JobAccessAudit.Watch watch = foreign.watch(caller, AuditAction.JOB_DELETE_RESULT);
        return access.find(caller, id).chain(job -> files.delete(job)
                .map(deleted -> new Removal(job, deleted))
                .call(() -> watch.changed(job)));
    }

    private static void requireCompleted(JobRecord job) {
        if (job.status().filter(JobStatus.COMPLETED::equals).isEmpty()) {
            throw ProblemType.JOB_NOT_COMPLETED.exception(job.statusText());
        }
    }

    /** For one job all of its files are looked at. Jobs without files, which clients ask for most, need no disk and no key. */
    private Uni<JobView.JobViewContext> material(Caller caller, JobRecord job, JobUrls urls) {
        return hasNoFiles(job)
                ? Uni.createFrom().item(plain(caller, job, urls))
                : links.signerOfUrls().chain(signer -> files.everything(job, caller.isAdmin())
                        .chain(present -> withImages(caller, List.of(job), List.of(present)))
                        .map(present -> material(caller, job, present.get(0), urls, urls.files(caller, signer))));
    }

    private Uni<List<JobView.JobViewContext>> material(Caller caller, List<JobRecord> jobs, JobUrls urls) {
        if (jobs.stream().allMatch(this::hasNoFiles)) {
            return Uni.createFrom()
                    .item(jobs.stream().map(job -> plain(caller, job, urls)).toList());
        }
        return links.signerOfUrls().chain(signer -> files.present(jobs)
                .chain(present -> withImages(caller, jobs, present))
                .map(present -> {
                    JobUrls.Files fileUrls = urls.files(caller, signer);
                    List<JobView.JobViewContext> material = new ArrayList<>(jobs.size());
                    for (int i = 0; i < jobs.size(); i++) {
                        material.add(material(caller, jobs.get(i), present.get(i), urls, fileUrls));
                    }
                    return material;
                }));
    }

    private boolean hasNoFiles(JobRecord job) {
        return job.result().isEmpty() && !originals.hasImage(job);
    }

    private Uni<List<PresentFiles>> withImages(Caller caller, List<JobRecord> jobs, List<PresentFiles> present) {
        return originals.images(caller, jobs).map(images -> {
            List<PresentFiles> all = new ArrayList<>(jobs.size());
            for (int i = 0; i < jobs.size(); i++) {
                all.add(present.get(i).withInputImage(images.get(i)));
            }
            return all;
        });
    }

    private static JobView.JobViewContext plain(Caller caller, JobRecord job, JobUrls urls) {
        return new JobView.JobViewContext(job, PresentFiles.EMPTY, urls, Optional.empty(), caller.isAdmin());
    }

    private static JobView.JobViewContext material(
            Caller caller, JobRecord job, PresentFiles present, JobUrls urls, JobUrls.Files fileUrls) {
        return new JobView.JobViewContext(job, present, urls, Optional.of(fileUrls), caller.isAdmin());
    }
}
