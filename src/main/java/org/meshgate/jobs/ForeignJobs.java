package org.meshgate.jobs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditOrigin;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.Caller;

/** Records what administrators do with jobs that are not theirs. Lists are not recorded: they tell nothing of one job. */
@ApplicationScoped
class ForeignJobs {

    private final AuditTrail audit;

    ForeignJobs(AuditTrail audit) {
        this.audit = audit;
    }

    /** Begins; before anything is waited for, while it is known where the request comes from. */
    Watch watch(Caller caller, AuditAction action) {
        return caller instanceof Caller.Account account && account.isAdmin()
                ? new Watch(Optional.of(audit.origin(caller)), action)
                : new Watch(Optional.empty(), action);
    }

    /** One access. */
    final class Watch {

        private final Optional<AuditOrigin> admin;
        private final AuditAction action;

        private Watch(Optional<AuditOrigin> admin, AuditAction action) {
            this.admin = admin;
            this.action = action;
        }

        /** They have seen something of it. */
        void seen(StoredJob job) {
            foreign(job).ifPresent(origin -> audit.read(action, origin, job.id(), owner(job)));
        }

        /** They have changed it. */
        Uni<Void> changed(StoredJob job) {
            return foreign(job)
                    .map(origin -> audit.changed(action, origin, job.id(), owner(job)))
                    .orElseGet(() -> Uni.createFrom().voidItem());
        }

        private Optional<AuditOrigin> foreign(StoredJob job) {
            return admin.filter(origin -> !owner(job).equals(origin.userId()));
        }

        private static String owner(StoredJob job) {
            return job.owner().orElse("");
        }
    }
}
