package org.meshgate.audit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.audit.throttle.AuditThrottle;
import org.meshgate.caller.Caller;
import org.meshgate.problem.ProblemException;

/** Records what administrators do with things that are not theirs. */
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

    /** Begins; before anything is waited for, while it is known where the request comes from. */
    public AccessAudit watch(Caller caller, AuditAction action) {
        return new AccessAudit(caller.isAdmin() ? Optional.of(trail.origin(caller)) : Optional.empty(), action);
    }

    /** One access. Whatever it meets is recorded if the caller is an administrator and it is not their own. */
    public final class AccessAudit {

        private final Optional<AuditOrigin> admin;
        private final AuditAction action;

        private AccessAudit(Optional<AuditOrigin> admin, AuditAction action) {
            this.admin = admin;
            this.action = action;
        }

        /**
         * They have seen something of it. Nobody waits for that, and who looks again within ten minutes is not told again.
         *
         * @param owner whose it is; absent for nobody's
         */
        public void seen(String id, Optional<String> owner) {
            foreign(owner).ifPresent(origin -> readSoon(origin, id, owner));
        }

        /** They have seen a list; as {@link #seen}, if one of its entries is not theirs. */
        public void listed(Stream<Optional<String>> owners) {
            admin.ifPresent(origin -> {
                if (owners.anyMatch(owner -> foreign(owner).isPresent())) {
                    readSoon(origin, "", Optional.empty());
                }
            });
        }

        /** They have changed it. */
        public Uni<Void> changed(String id, Optional<String> owner) {
            return written(AuditEntry.SUCCESS, id, owner);
        }

        /** They wanted to change it and could not. */
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
