package org.meshgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class MemoryReadinessTest {

    @Test
    void notReadyWhileMemoryIsExhaustedAndReadyAgainAfterwards() {
        AtomicBoolean exhausted = new AtomicBoolean();
        MemoryReadiness readiness = new MemoryReadiness(() -> {
            if (exhausted.get()) {
                throw new OutOfMemoryError("direct buffer memory");
            }
        });
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
        exhausted.set(true);
        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
        exhausted.set(false);
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
        assertThat(readiness.call().getName()).isEqualTo("memory");
    }

    @Test
    void realMemoryIsThere() {
        assertThat(new MemoryReadiness().call().getStatus()).isEqualTo(Status.UP);
    }
}
