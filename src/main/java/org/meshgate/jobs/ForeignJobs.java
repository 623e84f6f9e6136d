package org.meshgate.jobs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.ForeignAccess;
import org.meshgate.caller.Caller;
import org.meshgate.problem.ProblemException;

/** Records what administrators do with jobs that are not theirs. */
@ApplicationScoped
class ForeignJobs {

    private final ForeignAccess audit;

    ForeignJobs(ForeignAccess audit) {
        this.audit = audit;
    }

    /** Begins; before anything is waited for, while it is known where the request comes from. */
    Watch watch(Caller caller, AuditAction action) {
        return new Watch(audit.watch(caller, action));
    }

    /** One access; see {@link ForeignAccess.Watch}. */
    record Watch(ForeignAccess.Watch access) {

        void seen(StoredJob job) {
            access.seen(job.id(), job.owner());
        }

        void listed(Collection<StoredJob> jobs) {
            access.listed(jobs.stream().map(StoredJob::owner));
        }

        Uni<Void> changed(StoredJob job) {
            return access.changed(job.id(), job.owner());
        }

        Uni<Void> refused(StoredJob job, Throwable failure) {
            return failure instanceof ProblemException refusal
                    ? access.refused(job.id(), job.owner(), refusal)
                    : Uni.createFrom().voidItem();
        }
    }
}
