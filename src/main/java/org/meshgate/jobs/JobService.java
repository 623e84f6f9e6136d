package org.meshgate.jobs;

import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meshgate.audit.AuditAction;
import org.meshgate.caller.Caller;
import org.meshgate.files.DeletedFiles;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.access.JobAccessAudit;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.jobs.history.HistoryFilter;
import org.meshgate.jobs.history.HistoryPage;
import org.meshgate.jobs.history.JobHistory;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.results.ResultFiles;
import org.meshgate.jobs.view.JobUrls;
import org.meshgate.jobs.view.JobView;
import org.meshgate.jobs.view.JobViewContextLoader;
import org.meshgate.problem.AccessDeniedException;
import org.meshgate.problem.JobNotFoundException;
import org.meshgate.problem.ProblemType;

/**
 * Reads, cancels and deletes jobs for callers. All methods reach jobs through {@link JobAccess} and also fail with
 * {@link JobNotFoundException} or {@link AccessDeniedException}.
 */
@ApplicationScoped
class JobService {

    private final JobAccess access;
    private final JobHistory history;
    private final JobView view;
    private final JobViewContextLoader contexts;
    private final ResultFiles results;
    private final JobDispatcher dispatcher;
    private final JobAccessAudit audit;

    JobService(
            JobAccess access,
            JobHistory history,
            JobView view,
            JobViewContextLoader contexts,
            ResultFiles results,
            JobDispatcher dispatcher,
            JobAccessAudit audit) {
        this.access = access;
        this.history = history;
        this.view = view;
        this.contexts = contexts;
        this.results = results;
        this.dispatcher = dispatcher;
        this.audit = audit;
    }

    /** A page of the history with its rows as clients see them. */
    record HistoryView(List<ObjectNode> jobs, JobHistory.Page page) {}

    /** The outcome of a request to cancel. */
    enum Cancellation {
        /** The job will not run. */
        CANCELLED,
        /** The worker was asked to stop. */
        REQUESTED
    }

    /** A job and the deleted files of its result. */
    record Removal(JobRecord job, DeletedFiles files) {}

    Uni<JsonSerializable> status(Caller caller, String id, JobUrls urls) {
        JobAccessAudit.Recorder recorder = audit.recorder(caller, AuditAction.JOB_READ);
        return access.find(caller, id)
                .chain(
                        job -> { // few stages: this is the most frequent request
                            recorder.seen(job);
                            return contexts.hasNoFiles(job)
                                    ? Uni.createFrom()
                                            .<JsonSerializable>item(
                                                    view.status(contexts.withoutFiles(caller, job, urls)))
                                    : contexts.load(caller, job, urls).map(view::status);
                        });
    }

    Uni<ObjectNode> info(Caller caller, String id, JobUrls urls) {
        return access.find(caller, id)
                .invoke(audit.recorder(caller, AuditAction.JOB_READ)::seen)
                .chain(job -> contexts.load(caller, job, urls))
                .map(view::info);
    }

    Uni<HistoryView> history(Caller caller, HistoryFilter filter, JobUrls urls) {
        JobAccessAudit.Recorder recorder = audit.recorder(caller, AuditAction.JOB_LIST);
        return history.read(caller, filter)
                .invoke(page -> recorder.listed(page.jobs()))
                .chain(page -> contexts.load(caller, page.jobs(), urls).map(jobs -> {
                    List<ObjectNode> rows = HistoryPage.bounded(jobs, view::row);
                    return new HistoryView(rows, page.first(rows.size()));
                }));
    }

    /**
     * Cancels a job that has not ended.
     *
     * @return fails with {@link ProblemType#JOB_FINISHED}, and with {@link ProblemType#JOB_MOVING} when the job has
     *     left the queue but no worker holds it yet
     */
    Uni<Cancellation> cancel(Caller caller, String id) {
        JobAccessAudit.Recorder recorder = audit.recorder(caller, AuditAction.JOB_CANCEL);
        return access.find(caller, id).chain(job -> cancel(caller, job)
                .call(outcome -> recorder.changed(job))
                .onFailure()
                .call(failure -> recorder.refused(job, failure)));
    }

    private Uni<Cancellation> cancel(Caller caller, JobRecord job) {
        if (job.status().filter(JobStatus::ended).isPresent()) {
            return Uni.createFrom().failure(() -> ProblemType.JOB_FINISHED.exception(job.statusText()));
        }
        return dispatcher
                .cancelWaiting(job.id())
                .chain(cancelled -> cancelled
                        ? Uni.createFrom().item(Cancellation.CANCELLED)
                        : access.requestCancel(caller, job.id()).map(requested -> {
                            if (!requested) {
                                throw ProblemType.JOB_MOVING.exception();
                            }
                            return Cancellation.REQUESTED;
                        }));
    }

    /** Deletes a job with its result and files. */
    Uni<Removal> delete(Caller caller, String id) {
        JobAccessAudit.Recorder recorder = audit.recorder(caller, AuditAction.JOB_DELETE);
        return access.delete(caller, id).call(recorder::changed).chain(job -> results.delete(job)
                .map(deleted -> new Removal(job, deleted)));
    }

    /** Deletes the files of a job's result; the job stays. */
    Uni<Removal> deleteResult(Caller caller, String id) {
        JobAccessAudit.Recorder recorder = audit.recorder(caller, AuditAction.JOB_DELETE_RESULT);
        return access.find(caller, id).chain(job -> results.delete(job)
                .map(deleted -> new Removal(job, deleted))
                .call(() -> recorder.changed(job)));
    }
}
