package org.meshgate.system;

import io.netty.buffer.UnpooledByteBufAllocator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Ready while memory can be allocated. Connections need direct memory, whose exhaustion, unlike that of the heap, does
 * not end the process with {@code -XX:+ExitOnOutOfMemoryError}. The check allocates and releases a piece each time, so
 * it recovers as soon as there is memory again.
 */
@Readiness
@ApplicationScoped
class MemoryReadiness implements HealthCheck {

    /** As much as a few connections need. */
    private static final int PIECE = 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(MemoryReadiness.class);

    private final Runnable allocation;

    @Inject
    MemoryReadiness() {
        this(() -> UnpooledByteBufAllocator.DEFAULT.directBuffer(PIECE).release());
    }

    /** @param allocation throws {@link OutOfMemoryError} when there is no memory */
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
