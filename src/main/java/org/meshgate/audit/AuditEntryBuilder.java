package org.meshgate.audit;

import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.meshgate.audit.throttle.AuditThrottle;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;

/** Builds an audit entry while the action runs: the origin is known at the start, target and outcome may follow. */
public final class AuditEntryBuilder {

    private static final int UNPROCESSABLE = 422;
    private static final int SERVER_FAILURE = 500;

    private final AuditLog log;
    private final AuditThrottle auditThrottle;
    private final AuditAction action;
    private final Map<String, String> details = new LinkedHashMap<>();
    private AuditOrigin origin;
    private String target = "";

    AuditEntryBuilder(AuditLog log, AuditThrottle auditThrottle, AuditAction action, AuditOrigin origin) {
        this.log = log;
        this.auditThrottle = auditThrottle;
        this.action = action;
        this.origin = origin;
    }

    /** Sets the affected object. Text that is not a Meshgate id is dropped. */
    public synchronized AuditEntryBuilder target(String id) {
        target = AuditTrail.idOrEmpty(id);
        return this;
    }

    /** Sets the acting user and token, once they are known. */
    public synchronized AuditEntryBuilder actor(String userId, String tokenId) {
        origin = new AuditOrigin(userId, tokenId, origin.address(), origin.requestId());
        return this;
    }

    /** Adds a detail: a number, an id or a fixed word, never free text of a client. */
    public synchronized AuditEntryBuilder detail(String name, String value) {
        details.put(name, value);
        return this;
    }

    /** Runs the action, then records its outcome. */
    public <T> Uni<T> record(Uni<T> work) {
        return record(work, (entry, result) -> {});
    }

    /** Removes a detail. */
    public synchronized AuditEntryBuilder without(String name) {
        details.remove(name);
        return this;
    }

    /**
     * Runs the action, then records its outcome. Validation errors are not recorded. Server errors are recorded for
     * authenticated callers only, because the action may have taken effect.
     *
     * @param done adds details of the result to the entry
     */
    public <T> Uni<T> record(Uni<T> work, BiConsumer<AuditEntryBuilder, T> done) {
        return work.call(result -> {
                    done.accept(this, result);
                    return log.write(entry(AuditEntry.SUCCESS));
                })
                .onFailure()
                .call(this::failed);
    }

    private synchronized Uni<Void> failed(Throwable failure) {
        ProblemType type = failure instanceof ProblemException problem ? problem.type() : ProblemType.INTERNAL_ERROR;
        boolean known = !origin.userId().isEmpty();
        if (type.status() == UNPROCESSABLE || type.status() >= SERVER_FAILURE && !known) {
            return Uni.createFrom().voidItem();
        }
        boolean deduplicate = type == ProblemType.LOGIN_THROTTLED || known;
        String subject = known ? origin.userId() + " " + origin.tokenId() : origin.address();
        if (deduplicate
                && !auditThrottle.isNewRefusal(
                        known, action + " " + type + " " + subject + " " + target, this::detail)) {
            return Uni.createFrom().voidItem();
        }
        if (!known && !auditThrottle.allowsAnonymous(this::detail)) {
            log.logOnly(entry(type.name()));
            return Uni.createFrom().voidItem();
        }
        if (type.status() >= SERVER_FAILURE) { // Redis may be down: do not let the client wait for it twice
            log.writeSoon(entry(type.name()));
            return Uni.createFrom().voidItem();
        }
        return log.write(entry(type.name()));
    }

    private synchronized AuditEntry entry(String outcome) {
        return new AuditEntry(action, outcome, origin, target, details);
    }
}
