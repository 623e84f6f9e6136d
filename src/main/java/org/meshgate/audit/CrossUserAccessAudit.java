package org.meshgate.audit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.audit.throttle.AuditThrottle;
import org.meshgate.caller.Caller;
import org.meshgate.problem.ProblemException;

/** Records the access of administrators to jobs and uploads of other users. */
@ApplicationScoped
public class CrossUserAccessAudit {

    private static final String OWNER = "owner";

    private final AuditLog log;
    private final AuditTrail trail;
    private final AuditThrottle auditThrottle;

    CrossUserAccessAudit(AuditLog log, AuditTrail trail, AuditThrottle auditThrottle) {
        this.log = log;
        this.trail = trail;
        this.auditThrottle = auditThrottle;
    }

    /** Begins to audit an access. Must be called in the request context, before the first asynchronous step. */
    public AccessAudit watch(Caller caller, AuditAction action) {
        return new AccessAudit(caller.isAdmin() ? Optional.of(trail.origin(caller)) : Optional.empty(), action);
    }

    /** One access. Recorded only if the caller is an administrator and does not own the object. */
    public final class AccessAudit {

        private final Optional<AuditOrigin> admin;
        private final AuditAction action;

        private AccessAudit(Optional<AuditOrigin> admin, AuditAction action) {
            this.admin = admin;
            this.action = action;
        }

        /**
         * Records a read in the background. Repeated reads within ten minutes are recorded once.
         *
         * @param owner id of the owner; empty if the object has none
         */
        public void seen(String id, Optional<String> owner) {
            foreign(owner).ifPresent(origin -> readSoon(origin, id, owner));
        }

        /** Records the read of a list that contains an object of another user, as {@link #seen} does. */
        public void listed(Stream<Optional<String>> owners) {
            admin.ifPresent(origin -> {
                if (owners.anyMatch(owner -> foreign(owner).isPresent())) {
                    readSoon(origin, "", Optional.empty());
                }
            });
        }

        /** Records a change. */
        public Uni<Void> changed(String id, Optional<String> owner) {
            return written(AuditEntry.SUCCESS, id, owner);
        }

        /** Records a refused change. */
        public Uni<Void> refused(String id, Optional<String> owner, ProblemException refusal) {
            return written(refusal.type().name(), id, owner);
        }

        private Uni<Void> written(String outcome, String id, Optional<String> owner) {
            return foreign(owner)
                    .map(origin -> log.write(entry(outcome, origin, id, owner)))
                    .orElseGet(() -> Uni.createFrom().voidItem());
        }

        private void readSoon(AuditOrigin origin, String id, Optional<String> owner) {
            if (auditThrottle.isNewRead(action + " " + origin.userId() + " " + origin.tokenId() + " " + id)) {
                log.writeSoon(entry(AuditEntry.SUCCESS, origin, id, owner));
            }
        }

        private AuditEntry entry(String outcome, AuditOrigin origin, String id, Optional<String> owner) {
            return new AuditEntry(action, outcome, origin, id, Map.of(OWNER, owner.orElse("")));
        }

        private Optional<AuditOrigin> foreign(Optional<String> owner) {
            return admin.filter(origin -> !owner.equals(Optional.of(origin.userId())));
        }
    }
}
