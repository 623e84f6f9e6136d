package org.meshgate.identity.token;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;
import org.meshgate.runtime.EnumCounters;

/** Counts token checks by result and by source (cache or Redis). No tag identifies a user. */
@Startup
@ApplicationScoped
public class TokenMetrics {

    private final MeterRegistry registry;
    private final EnumCounters<Result> fromCache;
    private final EnumCounters<Result> fromRedis;

    TokenMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.fromCache = checks("memory");
        this.fromRedis = checks("redis");
    }

    private enum Result {
        ACCEPTED,
        REFUSED
    }

    private EnumCounters<Result> checks(String source) {
        return new EnumCounters<>(
                registry, Result.class, "meshgate.token.checks", "Checks of bearer tokens", "result", "source", source);
    }

    /** Registers the gauge of the invalidation feed. Not called if the token cache is off. */
    public void feed(BooleanSupplier proven) {
        Gauge.builder("meshgate.token.feed.proven", () -> proven.getAsBoolean() ? 1 : 0)
                .description("Whether token invalidations are known to arrive, so that the token cache may be used")
                .register(registry);
    }

    /** Counts a check that was answered without Redis. */
    public TokenVerification recalled(TokenVerification check) {
        return count(fromCache, check);
    }

    /** Counts a check that was answered by Redis, for this request or for a coalesced one. */
    public TokenVerification asked(TokenVerification check) {
        return count(fromRedis, check);
    }

    private static TokenVerification count(EnumCounters<Result> checks, TokenVerification check) {
        checks.increment(check instanceof TokenVerification.Valid ? Result.ACCEPTED : Result.REFUSED);
        return check;
    }
}
