package org.meshgate.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.meshgate.problem.StorageUnavailableException;

/** Why a command failed is told apart, and only what was answered has a time. */
class RedisMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RedisMetrics metrics = new RedisMetrics(registry);

    @Test
    void failuresAreCountedByReason() {
        // When
        end(new StorageUnavailableException("no connection to Redis"));
        end(new TimeoutException("no reply"));
        end(new IOException("reset"));
        end(ErrorType.create("CONNECTION_CLOSED"));
        end(ErrorType.create("OOM command not allowed"));
        // Then
        assertThat(failures("no_connection")).isEqualTo(1);
        assertThat(failures("timeout")).isEqualTo(1);
        assertThat(failures("closed")).isEqualTo(2);
        assertThat(failures("error")).isEqualTo(1);
        assertThat(replies()).isEqualTo(1);
    }

    @Test
    void noscriptIsNoFailure() {
        // When
        end(ErrorType.create("NOSCRIPT No matching script"));
        // Then
        assertThat(failures("error")).isZero();
        assertThat(replies()).isEqualTo(1);
    }

    @Test
    void countsCommandsInFlight() {
        // When
        long begun = metrics.begin();
        // Then
        assertThat(registry.get("meshgate.redis.waiting").gauge().value()).isEqualTo(1);
        metrics.end(begun, Future.succeededFuture());
        assertThat(registry.get("meshgate.redis.waiting").gauge().value()).isZero();
        assertThat(replies()).isEqualTo(1);
    }

    private void end(Throwable failure) {
        metrics.end(metrics.begin(), Future.failedFuture(failure));
    }

    private double failures(String reason) {
        return registry.get("meshgate.redis.failures")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private long replies() {
        return registry.get("meshgate.redis.command").timer().count();
    }
}
