package org.meshgate.audit;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.audit.throttle.AuditThrottle;
import org.meshgate.caller.Caller;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.RequestInfo;
import org.meshgate.runtime.vertx.CurrentRequest;

/** Creates audit entries for the current request. */
@ApplicationScoped
public class AuditTrail {

    private static final Pattern ID = Pattern.compile("(user|tok|inv|wh)_[0-9a-f]{16}");

    private final AuditLog log;
    private final CurrentRequest request;
    private final ClientAddressResolver clients;
    private final AuditThrottle auditThrottle;

    AuditTrail(AuditLog log, CurrentRequest request, ClientAddressResolver clients, AuditThrottle auditThrottle) {
        this.log = log;
        this.request = request;
        this.clients = clients;
        this.auditThrottle = auditThrottle;
    }

    /** Begins an entry for an unauthenticated client. */
    public AuditEntryBuilder anonymous(AuditAction action) {
        return new AuditEntryBuilder(log, auditThrottle, action, origin("", ""));
    }

    /** Begins an entry for the caller. Must be called in the request context, before the first asynchronous step. */
    public AuditEntryBuilder by(Caller caller, AuditAction action) {
        return new AuditEntryBuilder(log, auditThrottle, action, origin(caller));
    }

    /** The origin of the request. Must be called in the request context, before the first asynchronous step. */
    public AuditOrigin origin(Caller caller) {
        return caller instanceof Caller.Account account ? origin(account.userId(), account.tokenId()) : origin("", "");
    }

    private AuditOrigin origin(String userId, String tokenId) {
        Optional<RoutingContext> context = request.context();
        return new AuditOrigin(
                userId,
                tokenId,
                context.map(known -> clients.of(known).text()).orElse(""),
                context.map(RequestInfo::id).orElse(""));
    }

    /**
     * The text if it is a Meshgate id, else empty: other text in a path may be a secret that a user pasted by
     * mistake.
     */
    static String idOrEmpty(String id) {
        return ID.matcher(id).matches() ? id : "";
    }
}
