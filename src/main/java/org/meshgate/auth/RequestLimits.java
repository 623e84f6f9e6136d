package org.meshgate.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.identity.token.KnownTokens;
import org.meshgate.problem.RateLimitedException;
import org.meshgate.throttle.CallerRateLimiter;
import org.meshgate.throttle.CallerRateLimiter.Outcome;

/**
 * Counts requests: those with a valid token by user, however many tokens that user has, all others by address. Each
 * answer says how many are left. Fails with {@link RateLimitedException} when none is, before anything is asked of Redis.
 */
@ApplicationScoped
class RequestLimits {

    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence STATUS = HttpHeaders.createOptimized("RateLimit");

    private final CallerRateLimiter limits;
    private final ClientAddressResolver clients;
    private final KnownTokens seen;
    private final boolean on;
    private final CharSequence policy;

    RequestLimits(CallerRateLimiter limits, ClientAddressResolver clients, KnownTokens seen) {
        this.seen = seen;
        this.limits = limits;
        this.clients = clients;
        this.on = limits.limit().on();
        this.policy = HttpHeaders.createOptimized(limits.limit().policy());
    }

    /**
     * Counts a request whose token only Redis can judge, before Redis is asked. One that this process has seen before is its
     * user's, who is refused here when nothing is left, and counted by {@link #countUser} once it is valid; any other counts
     * for the address, until it turns out to be valid.
     *
     * @return whether the address was counted
     */
    boolean countLookup(String token, RoutingContext context) {
        if (!on) {
            return false;
        }
        Optional<String> owner = seen.owner(token);
        if (owner.isEmpty()) {
            countAddress(context);
            return true;
        }
        Outcome outcome = limits.peek(owner.get());
        if (!outcome.taken()) {
            throw refusal(outcome);
        }
        return false;
    }

    /** Takes the count of an address back: the token that was looked up is a user's. */
    void giveBackAddress(String token, String userId, RoutingContext context) {
        limits.giveBack(clients.of(context).network());
        seen.add(token, userId);
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
        if (!outcome.taken()) {
            throw refusal(outcome);
        }
        context.response()
                .putHeader(POLICY, policy)
                .putHeader(STATUS, limits.limit().status(outcome.remaining(), outcome.seconds()));
    }

    private RateLimitedException refusal(Outcome outcome) {
        return new RateLimitedException(
                Duration.ofSeconds(outcome.seconds()),
                policy.toString(),
                limits.limit().status(0, outcome.seconds()));
    }
}
