package org.meshgate.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.meshgate.http.ClientAddressResolver;
import org.meshgate.identity.token.KnownTokens;
import org.meshgate.problem.limit.RateLimitedException;
import org.meshgate.throttle.CallerRateLimiter;
import org.meshgate.throttle.CallerRateLimiter.Outcome;

/**
 * Applies the general request limit: by user for requests with a valid token, however many tokens the user has, by
 * address for all others. Each response carries the remaining quota. Fails with {@link RateLimitedException} when the
 * quota is exhausted, before Redis is queried.
 */
@ApplicationScoped
class RequestLimits {

    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence STATUS = HttpHeaders.createOptimized("RateLimit");

    private final CallerRateLimiter limits;
    private final ClientAddressResolver clients;
    private final KnownTokens knownTokens;
    private final boolean enabled;
    private final CharSequence policy;

    RequestLimits(CallerRateLimiter limits, ClientAddressResolver clients, KnownTokens knownTokens) {
        this.knownTokens = knownTokens;
        this.limits = limits;
        this.clients = clients;
        this.enabled = limits.limit().on();
        this.policy = HttpHeaders.createOptimized(limits.limit().policy());
    }

    /**
     * Counts a request whose token must be looked up, before Redis is queried. When this process knows the owner of
     * the token, only the owner's remaining quota is checked here; {@link #countUser} counts once the token is valid.
     * Any other request counts for the address until the token turns out to be valid.
     *
     * @return whether the address was counted
     */
    boolean countLookup(String token, RoutingContext context) {
        if (!enabled) {
            return false;
        }
        Optional<String> owner = knownTokens.owner(token);
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

    /** Undoes the count of the address: the token has turned out to belong to a user. */
    void giveBackAddress(String token, String userId, RoutingContext context) {
        limits.giveBack(clients.of(context).network());
        knownTokens.add(token, userId);
    }

    void countUser(String userId, RoutingContext context) {
        if (enabled) {
            count(userId, context);
        }
    }

    void countAddress(RoutingContext context) {
        if (enabled) {
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
