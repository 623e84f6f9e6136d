package org.meshgate.audit;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meshgate.audit.throttle.AuditThrottle;
import org.meshgate.caller.Caller;
import org.meshgate.http.ClientAddress;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.http.RequestInfo;
import org.meshgate.http.problem.ProblemSent;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.Subject;

/**
 * Records refused requests on all routes: invalid tokens and links, missing permissions, jobs and uploads of other
 * users, and exceeded limits. Identical refusals of one caller are recorded once a minute, in the background.
 */
@ApplicationScoped
class RefusalAuditor {

    private static final Set<ProblemType> RECORDED = EnumSet.of(
            ProblemType.ACCESS_DENIED,
            ProblemType.ADMIN_REQUIRED,
            ProblemType.FILE_ACCESS_DENIED,
            ProblemType.INSUFFICIENT_SCOPE,
            ProblemType.INVALID_TOKEN,
            ProblemType.LINK_INVALID,
            ProblemType.MISDIRECTED_REQUEST,
            ProblemType.NETWORK_NOT_ALLOWED,
            ProblemType.ORIGIN_NOT_ALLOWED,
            ProblemType.RATE_LIMITED,
            ProblemType.TOKEN_EXPIRED);

    private final AuditLog log;
    private final AuditThrottle auditThrottle;
    private final ClientAddressResolver clients;

    RefusalAuditor(AuditLog log, AuditThrottle auditThrottle, ClientAddressResolver clients) {
        this.log = log;
        this.auditThrottle = auditThrottle;
        this.clients = clients;
    }

    void refused(@Observes ProblemSent problemSent) {
        ProblemType type = problemSent.problem().type();
        Optional<Subject> subject = problemSent.problem().refusedSubject();
        if (!RECORDED.contains(type) && subject.isEmpty()) {
            return;
        }
        RoutingContext context = problemSent.context();
        ClientAddress address = clients.of(context);
        Optional<Caller.Account> account = RequestInfo.caller(context)
                .filter(Caller.Account.class::isInstance)
                .map(Caller.Account.class::cast);
        Map<String, String> details = new LinkedHashMap<>();
        String actor = account.map(Caller::logName).orElseGet(address::network);
        if (!auditThrottle.isNewRefusal(account.isPresent(), type + " " + actor, details::put)
                || account.isEmpty() && !auditThrottle.allowsAnonymous(details::put)) {
            return; // the access log has it
        }
        details.put("method", RequestInfo.method(context));
        details.put("route", RequestInfo.route(context));
        subject.filter(known -> !known.owner().isEmpty()).ifPresent(known -> details.put("owner", known.owner()));
        log.writeSoon(new AuditEntry(
                AuditAction.ACCESS_REFUSED,
                type.name(),
                new AuditOrigin(
                        account.map(Caller.Account::userId).orElse(""),
                        account.map(Caller.Account::tokenId).orElse(""),
                        address.text(),
                        RequestInfo.id(context)),
                subject.map(Subject::id).orElse(""),
                details));
    }
}
