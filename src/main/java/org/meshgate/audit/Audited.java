package org.meshgate.audit;

import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.meshgate.problem.LoginThrottledException;
import org.meshgate.problem.ProblemException;

/** An entry in the making: who and from where is known, what it is done to and what comes of it may follow. */
public final class Audited {

    private static final int UNPROCESSABLE = 422;
    private static final int SERVER_FAILURE = 500;

    private final AuditLog log;
    private final Repeats throttled;
    private final AuditAction action;
    private final Map<String, String> details = new LinkedHashMap<>();
    private AuditOrigin origin;
    private String target = "";

    Audited(AuditLog log, Repeats throttled, AuditAction action, AuditOrigin origin) {
        this.log = log;
        this.throttled = throttled;
        this.action = action;
        this.origin = origin;
    }

    /** To whom or what it is done; a text that is no id of ours is left out. */
    public synchronized Audited target(String id) {
        target = AuditTrail.harmless(id);
        return this;
    }

    /** Who does it, once that is known. */
    public synchronized Audited actor(String userId, String tokenId) {
        origin = new AuditOrigin(userId, tokenId, origin.address(), origin.requestId());
        return this;
    }

    /** A further word: a number, an id or one of a few words; nothing that a client typed. */
    public synchronized Audited detail(String name, String value) {
        details.put(name, value);
        return this;
    }

    /** Does the work, then writes what came of it. */
    public <T> Uni<T> record(Uni<T> work) {
        return record(work, (entry, result) -> {});
    }

    /** Takes a word back that was added before. */
    public synchronized Audited without(String name) {
        details.remove(name);
        return this;
    }

    /**
     * Does the work, then writes what came of it. The client's mistakes in the form of a request, and failures of the server,
     * are no attempt at anything and are not written.
     *
     * @param done adds to the entry what the result tells
     */
    public <T> Uni<T> record(Uni<T> work, BiConsumer<Audited, T> done) {
        return work.call(result -> {
                    done.accept(this, result);
                    return log.write(entry(AuditEntry.SUCCESS));
                })
                .onFailure(Audited::isRefusal)
                .call(failure -> refused((ProblemException) failure));
    }

    private Uni<Void> refused(ProblemException refusal) {
        if (refusal instanceof LoginThrottledException) {
            OptionalLong left = throttled.tell(action + " " + origin.address() + " " + target);
            if (left.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            if (left.getAsLong() > 0) {
                detail("left_out", Long.toString(left.getAsLong()));
            }
        }
        return log.write(entry(refusal.type().name()));
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.type().status() < SERVER_FAILURE
                && problem.type().status() != UNPROCESSABLE;
    }

    private synchronized AuditEntry entry(String outcome) {
        return new AuditEntry(action, outcome, origin, target, details);
    }
}
