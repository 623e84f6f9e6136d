package org.meshgate.identity.token;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;

/** Counts what tokens were worth, and who knew it: nothing about whose they are. */
@Startup
@ApplicationScoped
public class TokenMetrics {

    private final MeterRegistry registry;
    private final Checks fromMemory;
    private final Checks fromRedis;

    TokenMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.fromMemory = new Checks(registry, "memory");
        this.fromRedis = new Checks(registry, "redis");
    }

    /** Shows whether changes are known to be told; not called where tokens are not remembered. */
    public void feed(BooleanSupplier proven) {
        Gauge.builder("meshgate.token.feed.proven", () -> proven.getAsBoolean() ? 1 : 0)
                .description("Whether changes of tokens are known to arrive, so that memory may be used")
                .register(registry);
    }

    /** Nobody was asked. */
    public TokenVerification recalled(TokenVerification check) {
        return fromMemory.count(check);
    }

    /** Redis was asked, for this request or for another one at the same moment. */
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
