package org.meshgate.audit;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.caller.Caller;
import org.meshgate.http.ClientAddresses;
import org.meshgate.http.RequestTrace;

/** Begins entries for the request at hand. */
@ApplicationScoped
public class AuditTrail {

    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Pattern ID = Pattern.compile("(user|tok|inv)_[0-9a-f]{16}");

    private final AuditLog log;
    private final CurrentVertxRequest request;
    private final ClientAddresses clients;
    private final Repeats throttled;
    private final Repeats reads;

    AuditTrail(AuditLog log, CurrentVertxRequest request, ClientAddresses clients, Clock clock) {
        this.log = log;
        this.request = request;
        this.clients = clients;
        this.throttled = new Repeats(clock, SHORT);
        this.reads = new Repeats(clock, LONG);
    }

    /** Begins an entry about something that nobody is known to do. */
    public Audited anonymous(AuditAction action) {
        return new Audited(log, throttled, action, origin("", ""));
    }

    /** Begins an entry about something that is done at the command line. */
    public Audited onCommandLine(AuditAction action) {
        return new Audited(log, throttled, action, AuditOrigin.COMMAND_LINE);
    }

    /** Begins an entry about something that the caller does; call it before anything is waited for. */
    public Audited by(Caller caller, AuditAction action) {
        return new Audited(log, throttled, action, origin(caller));
    }

    /**
     * Records that somebody looked at something; nobody waits for it. Who looks again within ten minutes is not told again.
     *
     * @param origin of {@link #origin(Caller)}
     * @param target what they looked at
     * @param owner whose it is; empty when it is nobody's
     */
    public void read(AuditAction action, AuditOrigin origin, String target, String owner) {
        reads.tell(action + " " + origin.userId() + " " + origin.tokenId() + " " + target)
                .ifPresent(left -> log.writeSoon(entry(action, origin, target, owner)));
    }

    /** Records a change of something that is somebody else's. */
    public io.smallrye.mutiny.Uni<Void> changed(AuditAction action, AuditOrigin origin, String target, String owner) {
        return log.write(entry(action, origin, target, owner));
    }

    private static AuditEntry entry(AuditAction action, AuditOrigin origin, String target, String owner) {
        return new AuditEntry(action, AuditEntry.SUCCESS, origin, target, java.util.Map.of("owner", owner));
    }

    /** Who calls, and from where; call it before anything is waited for. */
    public AuditOrigin origin(Caller caller) {
        return caller instanceof Caller.Account account ? origin(account.userId(), account.tokenId()) : origin("", "");
    }

    private AuditOrigin origin(String userId, String tokenId) {
        Optional<RoutingContext> context = Arc.container().requestContext().isActive()
                ? Optional.ofNullable(request.getCurrent())
                : Optional.empty();
        return new AuditOrigin(
                userId,
                tokenId,
                context.map(known -> clients.of(known).text()).orElse(""),
                context.map(RequestTrace::id).orElse(""));
    }

    /** An id of ours, or nothing: whatever else stands in a path may be a secret that somebody put there by mistake. */
    static String harmless(String id) {
        return ID.matcher(id).matches() ? id : "";
    }
}
