package org.meshgate.system;

import io.netty.buffer.UnpooledByteBufAllocator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Readiness check that allocates and releases direct memory. Connections need direct memory, and its exhaustion, unlike
 * that of the heap, does not end the process with {@code -XX:+ExitOnOutOfMemoryError}. The check recovers as soon as
 * memory is available again.
 */
@Readiness
@ApplicationScoped
class MemoryReadiness implements HealthCheck {

    /** The direct memory of a few connections. */
    private static final int PROBE_BYTES = 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(MemoryReadiness.class);

    private final Runnable allocation;

    @Inject
    MemoryReadiness() {
        this(() -> UnpooledByteBufAllocator.DEFAULT.directBuffer(PROBE_BYTES).release());
    }

    /** @param allocation throws {@link OutOfMemoryError} when no memory is available */
    MemoryReadiness(Runnable allocation) {
        this.allocation = allocation;
    }

    @Override
    public HealthCheckResponse call() {
        boolean free = true;
        try {
            allocation.run();
        } catch (OutOfMemoryError exhausted) {
            LOG.errorf("not ready, memory is exhausted: %s", exhausted.getMessage());
            free = false;
        }
        return HealthCheckResponse.named("memory").status(free).build();
    }
}
