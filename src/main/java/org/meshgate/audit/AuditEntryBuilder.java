package org.meshgate.audit;

import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.meshgate.audit.throttle.AuditThrottle;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;

/** An entry in the making: who and from where is known, what it is done to and what comes of it may follow. */
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

    /** To whom or what it is done; a text that is no id of ours is left out. */
    public synchronized AuditEntryBuilder target(String id) {
        target = AuditTrail.harmless(id);
        return this;
    }

    /** Who does it, once that is known. */
    public synchronized AuditEntryBuilder actor(String userId, String tokenId) {
        origin = new AuditOrigin(userId, tokenId, origin.address(), origin.requestId());
        return this;
    }

    /** A further word: a number, an id or one of a few words; nothing that a client typed. */
    public synchronized AuditEntryBuilder detail(String name, String value) {
        details.put(name, value);
        return this;
    }

    /** Does the work, then writes what came of it. */
    public <T> Uni<T> record(Uni<T> work) {
        return record(work, (entry, result) -> {});
    }

    /** Takes a word back that was added before. */
    public synchronized AuditEntryBuilder without(String name) {
        details.remove(name);
        return this;
    }

    /**
     * Does the work, then writes what came of it. The client's mistakes in the form of a request are no attempt at anything
     * and are not written. Failures of the server are, where it is known who calls: the work may be done or not.
     *
     * @param done adds to the entry what the result tells
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
        boolean often = type == ProblemType.LOGIN_THROTTLED || known;
        String who = known ? origin.userId() + " " + origin.tokenId() : origin.address();
        if (often && !auditThrottle.isNewRefusal(known, action + " " + type + " " + who + " " + target, this::detail)) {
            return Uni.createFrom().voidItem();
        }
        if (!known && !auditThrottle.hasRoomForNobody(this::detail)) {
            log.tell(entry(type.name()));
            return Uni.createFrom().voidItem();
        }
        if (type.status() >= SERVER_FAILURE) { // Redis may be away: the client has waited for it once
            log.writeSoon(entry(type.name()));
            return Uni.createFrom().voidItem();
        }
        return log.write(entry(type.name()));
    }

    private synchronized AuditEntry entry(String outcome) {
        return new AuditEntry(action, outcome, origin, target, details);
    }
}
