package org.meshgate.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.meshgate.audit.AuditAction;
import org.meshgate.caller.Caller;
import org.meshgate.files.FileLookup;
import org.meshgate.files.ServedFile;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.access.JobAccessAudit;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.results.JobInputFiles;
import org.meshgate.jobs.results.ResultFiles;
import org.meshgate.jobs.view.JobView;
import org.meshgate.problem.AccessDeniedException;
import org.meshgate.problem.JobNotFoundException;
import org.meshgate.problem.ProblemType;

/**
 * Finds files of jobs for callers. All methods reach jobs through {@link JobAccess} and also fail with
 * {@link JobNotFoundException} or {@link AccessDeniedException}.
 */
@ApplicationScoped
class JobFileService {

    private final JobAccess access;
    private final JobView view;
    private final ResultFiles results;
    private final JobInputFiles inputs;
    private final JobAccessAudit audit;

    JobFileService(JobAccess access, JobView view, ResultFiles results, JobInputFiles inputs, JobAccessAudit audit) {
        this.access = access;
        this.view = view;
        this.results = results;
        this.inputs = inputs;
        this.audit = audit;
    }

    /**
     * A file of a job.
     *
     * @param generationInfo the worker's information about the generation, as this caller may see it
     */
    record JobFile(String jobId, ServedFile file, JsonNode generationInfo) {}

    /** Fails with {@link ProblemType#JOB_NOT_COMPLETED}, or as {@link FileLookup#require} does. */
    Uni<JobFile> file(Caller caller, String id, ResultFiles.Part part) {
        return ofResult(caller, id, job -> results.find(job, part));
    }

    /** Any file of a result by its key; fails as {@link #file} does, also when there is no such key. */
    Uni<JobFile> asset(Caller caller, String id, String key) {
        return ofResult(caller, id, job -> results.findAsset(job, key, caller.isAdmin()));
    }

    /** A file of a world by its path relative to the world's folder; fails as {@link #file} does. */
    Uni<JobFile> worldFile(Caller caller, String id, String path) {
        return ofResult(caller, id, job -> results.findInWorld(job, path));
    }

    /** The input file of a job with any status; fails as {@link FileLookup#require} does. */
    Uni<JobFile> input(Caller caller, String id) {
        JobAccessAudit.Recorder recorder = audit.recorder(caller, AuditAction.JOB_FILE);
        return access.find(caller, id).chain(job -> inputs.find(caller, job)
                .invoke(found -> recorder.seen(job))
                .map(found -> file(caller, job, found)));
    }

    private Uni<JobFile> ofResult(Caller caller, String id, Function<JobRecord, Uni<FileLookup>> find) {
        JobAccessAudit.Recorder recorder = audit.recorder(caller, AuditAction.JOB_FILE);
        return access.find(caller, id).chain(job -> {
            requireCompleted(job);
            return find.apply(job).invoke(found -> recorder.seen(job)).map(found -> file(caller, job, found));
        });
    }

    private static void requireCompleted(JobRecord job) {
        if (job.status().filter(JobStatus.COMPLETED::equals).isEmpty()) {
            throw ProblemType.JOB_NOT_COMPLETED.exception(job.statusText());
        }
    }

    private JobFile file(Caller caller, JobRecord job, FileLookup found) {
        return new JobFile(job.id(), found.require(), view.generationInfo(job, caller.isAdmin()));
    }
}
