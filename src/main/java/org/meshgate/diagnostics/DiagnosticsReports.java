package org.meshgate.diagnostics;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.runtime.vertx.VertxContext;

/** Reports about the running server: what the diagnostics find, and the readiness checks. */
@ApplicationScoped
class DiagnosticsReports {

    /** Requests within this time share a report, because the checks read thousands of records. */
    static final Duration SHARED = Duration.ofSeconds(10);

    private final Diagnostics diagnostics;
    private final Instance<HealthCheck> readiness;
    private final Clock clock;
    private final String redisLocation;
    private final Uni<Report> shared;

    private volatile Instant begun = Instant.EPOCH;

    DiagnosticsReports(
            Diagnostics diagnostics,
            @Any @Readiness Instance<HealthCheck> readiness,
            Clock clock,
            MeshgateConfig config) {
        this.diagnostics = diagnostics;
        this.readiness = readiness;
        this.clock = clock;
        this.redisLocation = config.redis()
                .sentinels()
                .map(sentinels -> "by the sentinels " + String.join(", ", sentinels))
                .or(() -> config.redisUrl().map(DiagnosticsReports::withoutCredentials))
                .orElse("");
        this.shared = Uni.createFrom().deferred(this::make).memoize().until(this::isOld);
    }

    /**
     * A report.
     *
     * @param at the time at which its checks began
     * @param findings in the order of the checks
     * @param readiness of this process, by name
     */
    record Report(Instant at, List<Finding> findings, List<HealthCheckResponse> readiness) {}

    /** The report of the last ten seconds, or a new one. */
    Uni<Report> current() {
        return Uni.createFrom().emitter(emitter -> {
            VertxContext here = VertxContext.here(); // the checks may run for a request on another event loop
            shared.subscribe()
                    .with(
                            report -> here.proceed(() -> emitter.complete(report)),
                            failure -> here.proceed(() -> emitter.fail(failure)));
        });
    }

    /** Also when the clock was set back. */
    private boolean isOld() {
        Duration age = Duration.between(begun, clock.instant());
        return age.isNegative() || age.compareTo(SHARED) >= 0;
    }

    private Uni<Report> make() {
        Instant now = clock.instant();
        begun = now;
        return diagnostics
                .run(redisLocation)
                .collect()
                .asList()
                .map(findings -> new Report(
                        now,
                        findings,
                        readiness.stream()
                                .map(HealthCheck::call)
                                .sorted(Comparator.comparing(HealthCheckResponse::getName))
                                .toList()));
    }

    /** The address alone: a URL of Redis may have a password, and parameters with secrets. */
    private static String withoutCredentials(String url) {
        URI uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
