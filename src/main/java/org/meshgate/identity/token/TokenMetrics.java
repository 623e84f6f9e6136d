package org.meshgate.identity.token;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;

/** Counts token checks by result and by source (cache or Redis). No tag identifies a user. */
@Startup
@ApplicationScoped
public class TokenMetrics {

    private final MeterRegistry registry;
    private final Checks fromCache;
    private final Checks fromRedis;

    TokenMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.fromCache = new Checks(registry, "memory");
        this.fromRedis = new Checks(registry, "redis");
    }

    /** Registers the gauge of the invalidation feed. Not called if the token cache is off. */
    public void feed(BooleanSupplier proven) {
        Gauge.builder("meshgate.token.feed.proven", () -> proven.getAsBoolean() ? 1 : 0)
                .description("Whether token invalidations are known to arrive, so that the token cache may be used")
                .register(registry);
    }

    /** Counts a check that was answered without Redis. */
    public TokenVerification recalled(TokenVerification check) {
        return fromCache.count(check);
    }

    /** Counts a check that was answered by Redis, for this request or for a coalesced one. */
    public TokenVerification asked(TokenVerification check) {
        return fromRedis.count(check);
    }

    private static final class Checks {

        private final Counter accepted;
        private final Counter refused;

        Checks(MeterRegistry registry, String source) {
            this.accepted = counter(registry, source, "accepted");
            this.refused = counter(registry, source, "refused");
        }

        private static Counter counter(MeterRegistry registry, String source, String result) {
            return Counter.builder("meshgate.token.checks")
                    .description("Checks of bearer tokens")
                    .tag("source", source)
                    .tag("result", result)
                    .register(registry);
        }

        TokenVerification count(TokenVerification check) {
            (check instanceof TokenVerification.Valid ? accepted : refused).increment();
            return check;
        }
    }
}
