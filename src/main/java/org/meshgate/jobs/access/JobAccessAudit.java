package org.meshgate.jobs.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CrossUserAccessAudit;
import org.meshgate.caller.Caller;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.problem.ProblemException;

/** Records what administrators do with jobs that are not theirs. */
@ApplicationScoped
public class JobAccessAudit {

    private final CrossUserAccessAudit audit;

    JobAccessAudit(CrossUserAccessAudit audit) {
        this.audit = audit;
    }

    /** Begins; before anything is waited for, while it is known where the request comes from. */
    public Watch watch(Caller caller, AuditAction action) {
        return new Watch(audit.watch(caller, action));
    }

    /** One access; see {@link CrossUserAccessAudit.AccessAudit}. */
    public record Watch(CrossUserAccessAudit.AccessAudit access) {

        public void seen(JobRecord job) {
            access.seen(job.id(), job.owner());
        }

        public void listed(Collection<JobRecord> jobs) {
            access.listed(jobs.stream().map(JobRecord::owner));
        }

        public Uni<Void> changed(JobRecord job) {
            return access.changed(job.id(), job.owner());
        }

        public Uni<Void> refused(JobRecord job, Throwable failure) {
            return failure instanceof ProblemException refusal
                    ? access.refused(job.id(), job.owner(), refusal)
                    : Uni.createFrom().voidItem();
        }
    }
}
