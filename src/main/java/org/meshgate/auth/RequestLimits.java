package org.meshgate.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.meshgate.http.ClientAddresses;
import org.meshgate.problem.RateLimitedException;
import org.meshgate.throttle.CallerLimits;
import org.meshgate.throttle.CallerLimits.Outcome;

/**
 * Counts requests: those with a valid token by user, however many tokens that user has, all others by address. Each
 * answer says how many are left. Fails with {@link RateLimitedException} when none is.
 */
@ApplicationScoped
class RequestLimits {

    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence STATUS = HttpHeaders.createOptimized("RateLimit");

    private final CallerLimits limits;
    private final ClientAddresses clients;
    private final boolean on;
    private final CharSequence policy;

    RequestLimits(CallerLimits limits, ClientAddresses clients) {
        this.limits = limits;
        this.clients = clients;
        this.on = limits.limit().on();
        this.policy = HttpHeaders.createOptimized(limits.limit().policy());
    }

    void countUser(String userId, RoutingContext context) {
        if (on) {
            count(userId, context);
        }
    }

    void countAddress(RoutingContext context) {
        if (on) {
            count(clients.of(context).network(), context);
        }
    }

    private void count(String caller, RoutingContext context) {
        Outcome outcome = limits.take(caller);
        String status = limits.limit().status(outcome.remaining(), outcome.seconds());
        if (!outcome.taken()) {
            throw new RateLimitedException(Duration.ofSeconds(outcome.seconds()), policy.toString(), status);
        }
        context.response().putHeader(POLICY, policy).putHeader(STATUS, status);
    }
}
