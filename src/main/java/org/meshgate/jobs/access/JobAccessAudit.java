package org.meshgate.jobs.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.CrossUserAccessAudit;
import org.meshgate.caller.Caller;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.problem.ProblemException;

/** Audits administrators' access to jobs of other users. */
@ApplicationScoped
public class JobAccessAudit {

    private final CrossUserAccessAudit audit;

    JobAccessAudit(CrossUserAccessAudit audit) {
        this.audit = audit;
    }

    /**
     * Starts an audit entry. Must be called before the first asynchronous step, while the client's address is known.
     */
    public Recorder recorder(Caller caller, AuditAction action) {
        return new Recorder(audit.watch(caller, action));
    }

    /** Records the outcome of one access; see {@link CrossUserAccessAudit.AccessAudit}. */
    public record Recorder(CrossUserAccessAudit.AccessAudit access) {

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
            return failure instanceof ProblemException problem
                    ? access.refused(job.id(), job.owner(), problem)
                    : Uni.createFrom().voidItem();
        }
    }
}
