package org.meshgate.jobs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.audit.AuditAction;
import org.meshgate.caller.Caller;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.access.JobAccessAudit;
import org.meshgate.jobs.dispatch.JobAttempt;
import org.meshgate.jobs.dispatch.JobAttemptStore;
import org.meshgate.problem.JobNotFoundException;

/** Reads the attempts of jobs for callers, who reach the jobs through {@link JobAccess}. */
@ApplicationScoped
class JobAttemptService {

    private final JobAccess access;
    private final JobAttemptStore attempts;
    private final JobAccessAudit audit;

    JobAttemptService(JobAccess access, JobAttemptStore attempts, JobAccessAudit audit) {
        this.access = access;
        this.attempts = attempts;
        this.audit = audit;
    }

    /** The last attempt of a job; fails with {@link JobNotFoundException}. */
    Uni<JobAttempt> last(Caller caller, String jobId) {
        return access.find(caller, jobId)
                .invoke(audit.recorder(caller, AuditAction.JOB_READ)::seen)
                .chain(job -> attempts.read(job.id()));
    }
}
