package org.meshgate.accounts.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.StorageUnavailableException;

/** Outcomes that are hard to provoke over HTTP; MetricsTest has the others. */
class LoginMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LoginMetrics metrics = new LoginMetrics(registry);

    @Test
    void undecidedAttemptsCountAsFailed() {
        // When
        attempt(metrics.login(Uni.createFrom().failure(new BusyException("busy", Duration.ofSeconds(1)))));
        attempt(metrics.login(Uni.createFrom().failure(new StorageUnavailableException("away"))));
        attempt(metrics.login(Uni.createFrom().failure(new IllegalStateException("broken"))));
        attempt(metrics.registration(Uni.createFrom().failure(new BusyException("busy", Duration.ofSeconds(1)))));
        attempt(metrics.registration(Uni.createFrom().failure(ProblemType.ACCOUNTS_NOT_INDEXED.exception())));
        // Then
        assertThat(count("meshgate.logins", "busy")).isEqualTo(1);
        assertThat(count("meshgate.logins", "failed")).isEqualTo(2);
        assertThat(count("meshgate.logins", "refused")).isZero();
        assertThat(count("meshgate.registrations", "busy")).isEqualTo(1);
        assertThat(count("meshgate.registrations", "failed")).isEqualTo(1);
    }

    private static void attempt(Uni<?> attempt) {
        attempt.subscribe().with(done -> {}, failure -> {});
    }

    private double count(String name, String outcome) {
        return registry.get(name).tag("outcome", outcome).counter().count();
    }
}
